"""The beginning of a long list, for a line that a person reads."""

from collections.abc import Sequence

NAMED = 8
"""Names listed; the reports hold all of them."""


def listed(names: Sequence[str]) -> str:
    """Return the first names and how many more there are."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
