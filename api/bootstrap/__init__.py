"""Composition: the only place that picks implementations and puts the processes together."""
