"""A right that one process at a time has, for what must not be done twice at once."""

from typing import Protocol


class Leases(Protocol):
    """Rights by name; who goes silent loses theirs with time.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def take(self, name: str, *, owner: str, seconds: float) -> bool:
        """Take a free right for a time; asked again by its owner, it is theirs as before."""
        ...

    def give_back(self, name: str, *, owner: str) -> None:
        """Make the right free again, if it is still the owner's."""
        ...
