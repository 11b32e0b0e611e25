"""Keeping what is known of portals: sealed texts that only integrations/bitrix24 can read."""

from collections.abc import Mapping
from typing import Protocol


class PortalRecords(Protocol):
    """One sealed text per portal, changed only by who has seen the text it replaces.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def read(self, member_id: str) -> str | None:
        """Return the text of a portal, None for a stranger."""
        ...

    def all(self) -> Mapping[str, str]:
        """Return every text by member_id."""
        ...

    def write(self, member_id: str, *, old: str | None, new: str | None) -> bool:
        """Put `new` in the place of `old`; None is no text. False when there is another text.

        Texts are never the same twice, so a repeated write is known by what it wrote.
        """
        ...
