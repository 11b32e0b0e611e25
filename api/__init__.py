"""Lets in and wires: HTTP service, worker, command line, settings and composition."""
