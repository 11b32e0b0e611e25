"""Files of this host that hold accepted events while the store cannot."""
