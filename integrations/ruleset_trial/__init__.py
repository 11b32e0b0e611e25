"""Loads a ruleset version in a throw-away process, where the C engine can harm nobody."""
