"""Making several reads that do not depend on each other."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

_T = TypeVar("_T")


class SideBySide(Protocol):
    """Makes all reads and returns what they return, in the order asked."""

    def __call__(self, reads: Sequence[Callable[[], _T]]) -> Sequence[_T]:
        """Return every result; what a read raises is raised once the others have ended."""
        ...


def one_by_one(reads: Sequence[Callable[[], _T]]) -> Sequence[_T]:
    """Make the reads in turn, as engine.ports.side_by_side.SideBySide where nothing waits."""
    return [read() for read in reads]
