"""Reaches out: Bitrix24, ABCP, Redis, metrics and the emulators that stand in for them."""
