"""Tell two numbers of one kind from the halves of one: `31110 31111`, but `26300 35531`."""

from collections.abc import Sequence

_HALF = 5
_NEAR = 1_000
"""Numbers of one kind differ by less; the halves of one are of a group and of a car."""


def are_neighbours(codes: Sequence[str]) -> bool:
    """Say whether two groups of digits look like numbers that follow each other in a catalogue."""
    if len(codes) != len(("one", "other")) or any(len(code) != _HALF for code in codes):
        return False
    first, second = codes
    alike = first.isdecimal() and second.isdecimal()
    return alike and abs(int(first) - int(second)) < _NEAR
