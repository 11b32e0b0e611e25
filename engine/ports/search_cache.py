"""Answers to part number searches, remembered for minutes by all processes together."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class SearchKey:
    """What was asked: one number of one brand, or of whichever brand makes it, in one shop."""

    shop: str
    """The account asked with: another account of the same shop may have other prices."""
    part_number: str
    brand: str = ""


@dataclass(frozen=True)
class CacheBounds:
    """How long an answer is remembered, and how many answers of one shop."""

    seconds: float
    entries: int


class SearchCache(Protocol):
    """Keeps texts by what was asked; one may be gone at any time.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def read(self, key: SearchKey) -> str | None:
        """Return the text kept last, None when there is none or it is too old."""
        ...

    def keep(self, key: SearchKey, text: str) -> None:
        """Keep a text in place of the older one; beyond the bound the oldest gives way."""
        ...

    def forget(self, key: SearchKey) -> None:
        """Keep nothing for what was asked."""
        ...
