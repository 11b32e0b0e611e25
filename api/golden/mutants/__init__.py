"""Mutants: versions with one thing broken, each of which the golden cases must catch."""
