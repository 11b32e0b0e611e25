"""What has ended, kept in files beside the store."""
