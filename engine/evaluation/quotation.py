"""Turns what the shop answered into what the client can be offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from engine.ports.parts import Found, NothingFound, SearchFailed, SearchResult, SeveralBrands
from engine.session import Offer

Lookup = Literal["none", "found", "empty", "failed", "several_brands"]

OFFERS_PER_MESSAGE = 7
"""More lines than this are not read in a chat."""


@dataclass(frozen=True)
class Quotation:
    """The answer to a search over all part numbers of one message."""

    lookup: Lookup = "none"
    part_numbers: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    nothing_found: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    ambiguous_number: str | None = None


def quote(results: Sequence[SearchResult]) -> Quotation:
    """Number the offers of all results 1..N and say what else the client must hear.

    A question about the brand comes before prices; a failure counts only when nothing was found,
    for a part of the answer is better than none.
    """
    found = [result for result in results if isinstance(result, Found) and result.offers]
    nothing = tuple(r.part_number for r in results if isinstance(r, NothingFound))
    several = next((r for r in results if isinstance(r, SeveralBrands)), None)
    numbers = tuple(result.part_number for result in results)
    if several is not None:
        return Quotation(
            lookup="several_brands",
            part_numbers=numbers,
            brands=several.brands,
            ambiguous_number=several.part_number,
        )
    failed = tuple(r.part_number for r in results if isinstance(r, SearchFailed))
    if found:
        return Quotation("found", numbers, _numbered(_fair_share(found)), nothing, failed)
    return Quotation(
        "failed" if failed else "empty", numbers, nothing_found=nothing, unanswered=failed
    )


def _fair_share(found: Sequence[Found]) -> Sequence[Offer]:
    """Take the best offers of every number in turn, then list them number by number."""
    rounds = zip_longest(*(result.offers for result in found))
    taken = [offer for offers in rounds for offer in offers if offer is not None]
    kept = taken[:OFFERS_PER_MESSAGE]
    return [offer for result in found for offer in result.offers if offer in kept]


def _numbered(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(replace(offer, id=number) for number, offer in enumerate(offers, start=1))
