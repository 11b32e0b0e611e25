"""Time and identifiers, which engine code never makes itself."""

from typing import Protocol


class Clock(Protocol):
    """Two clocks: one that dates things, one that measures."""

    def now(self) -> float:
        """Return unix seconds, for dating only."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never jump, for deadlines."""
        ...


class Identifiers(Protocol):
    """Source of unique identifiers."""

    def new(self, prefix: str) -> str:
        """Return `<prefix>_<unique>`."""
        ...
