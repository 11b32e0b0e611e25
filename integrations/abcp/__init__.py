"""ABCP: finding offers in the shop of the portal's owner."""
