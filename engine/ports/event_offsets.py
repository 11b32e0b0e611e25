"""How far the fetched events of a bot are kept in the inbox."""

from typing import Protocol


class EventOffsets(Protocol):
    """Remembers, for every bot that fetches its events, the first one not kept yet.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def reached(self, *, member_id: str, bot_id: int) -> int | None:
        """Return the offset, None before the first event."""
        ...

    def advance(self, *, member_id: str, bot_id: int, offset: int) -> None:
        """Move the offset forward; a smaller one than known changes nothing."""
        ...
