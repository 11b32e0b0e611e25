"""Finding offers for part numbers."""

from dataclasses import dataclass
from typing import Protocol

from engine.session import Offer


@dataclass(frozen=True)
class Found:
    """Offers for one part number of one brand, best first; ids are not yet assigned."""

    part_number: str
    brand: str
    offers: tuple[Offer, ...]
    """Of the very part, or analogs of the brand that was asked for by name; none when only
    something else can be had."""
    substitutes: tuple[Offer, ...] = ()
    """What fits in its place: what its maker sells instead, then analogs of other makers."""


@dataclass(frozen=True)
class SimilarNumber:
    """A number that the shop knows and that the one asked for may be a slip of."""

    brand: str
    part_number: str
    description: str = ""


@dataclass(frozen=True)
class NothingFound:
    """The shop knows no such number or nobody sells it."""

    part_number: str
    similar: tuple[SimilarNumber, ...] = ()
    """Numbers that may have been meant, where the shop does not know the one asked for."""


@dataclass(frozen=True)
class SeveralBrands:
    """One number, unrelated parts: the client must say which brand."""

    part_number: str
    brands: tuple[str, ...]


@dataclass(frozen=True)
class SearchFailed:
    """The shop could not answer; this is no statement about stock."""

    part_number: str
    reason: str


SearchResult = Found | NothingFound | SeveralBrands | SearchFailed


class PartsCatalogue(Protocol):
    """Searches the shop; failures are results, because the client must hear of them."""

    def search(self, part_number: str, *, brand: str | None = None) -> SearchResult:
        """Find offers for a cleaned part number, of one brand when given."""
        ...
