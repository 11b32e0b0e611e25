"""The same ports in memory, for unit tests and command-line tools; nothing survives the process."""
