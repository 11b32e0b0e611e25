"""The environment variables, in the order of docs/settings.md."""
