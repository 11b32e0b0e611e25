"""Decides: pure policy over declared facts; no network, clock, environment or chance."""
