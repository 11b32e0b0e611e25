"""Turns what the shop answered into what the client can be offered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from operator import itemgetter
from typing import Literal, NamedTuple, get_args

from engine.ports.parts import (
    Found,
    NothingFound,
    SearchFailed,
    SearchResult,
    SeveralBrands,
    SimilarNumber,
)
from engine.session import Offer, OfferKind

Lookup = Literal["none", "found", "empty", "failed", "several_brands"]

OFFERS_PER_MESSAGE = 7
"""More lines than this are not read in a chat."""

OFFERS_KEPT = 3 * OFFERS_PER_MESSAGE
"""Offers remembered for a client who asks for more."""


class Quotation(NamedTuple):
    """The answer to a search over all part numbers of one message."""

    lookup: Lookup = "none"
    part_numbers: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    more_offers: tuple[Offer, ...] = ()
    """Offers beyond what one message lists, numbered on."""
    nothing_found: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    ambiguous_number: str | None = None
    similar: tuple[SimilarNumber, ...] = ()
    """Numbers that may have been meant, where nothing was found."""


NOTHING_ASKED = Quotation()


def quote(results: Sequence[SearchResult], *, analogs: bool = False) -> Quotation:
    """Number the offers of all results 1..N and say what else the client must hear.

    A question about the brand comes before prices; a failure counts only when nothing was found,
    for a part of the answer is better than none. What fits in place of a part is told where the
    part itself is not to be had, or where the client wants to hear of it.
    """
    several = next((r for r in results if isinstance(r, SeveralBrands)), None)
    if several is not None:
        return Quotation(
            lookup="several_brands",
            part_numbers=_numbers_of(results),
            brands=several.brands,
            ambiguous_number=several.part_number,
        )
    found = (result for result in results if isinstance(result, Found))
    lists = [offers for one in found for offers in _lists(one, analogs=analogs)]
    return _offered(results, lists) if lists else _nothing_offered(results)


def _offered(results: Sequence[SearchResult], lists: Sequence[Sequence[Offer]]) -> Quotation:
    numbered = _numbered(lists)
    return Quotation(
        "found",
        _numbers_of(results),
        numbered[:OFFERS_PER_MESSAGE],
        numbered[OFFERS_PER_MESSAGE:OFFERS_KEPT],
        nothing_found=_numbers_of(filter(_is_nothing, results)),
        unanswered=_unanswered(results),
    )


def _nothing_offered(results: Sequence[SearchResult]) -> Quotation:
    failed = _unanswered(results)
    similar = (number for r in results if isinstance(r, NothingFound) for number in r.similar)
    return Quotation(
        "failed" if failed else "empty",
        _numbers_of(results),
        nothing_found=_numbers_of(filter(_is_nothing, results)),
        unanswered=failed,
        similar=() if failed else tuple(similar),
    )


def with_pieces(quotation: Quotation, pieces: int, *, of_numbers: Mapping[str, int]) -> Quotation:
    """Keep the pieces named with the numbers for whichever offer is chosen later.

    Where `of_numbers` tells them number by number, a number without is wanted once.
    """

    def counted(offer: Offer) -> Offer:
        own = of_numbers.get(offer.asked_number, 1) if of_numbers else pieces
        return replace(offer, quantity=own)

    return quotation._replace(
        offers=tuple(map(counted, quotation.offers)),
        more_offers=tuple(map(counted, quotation.more_offers)),
    )


def _numbers_of(results: Iterable[SearchResult]) -> tuple[str, ...]:
    return tuple(result.part_number for result in results)


def _unanswered(results: Sequence[SearchResult]) -> tuple[str, ...]:
    return _numbers_of(result for result in results if isinstance(result, SearchFailed))


def _is_nothing(result: SearchResult) -> bool:
    return isinstance(result, NothingFound) or (isinstance(result, Found) and not result.offers)


def _lists(found: Found, *, analogs: bool) -> Sequence[Sequence[Offer]]:
    """Return the offers of a number by kind, as far as the client should hear of them."""
    told = (*found.offers, *(found.substitutes if analogs or not found.offers else ()))
    by_kind = ([offer for offer in told if offer.kind == kind] for kind in get_args(OfferKind))
    return [offers for offers in by_kind if offers]


def _numbered(found: Sequence[Sequence[Offer]]) -> tuple[Offer, ...]:
    """Take the best offers of every list in turn; tell each message's share list by list."""
    rounds = zip_longest(*found)
    taken = [
        (place, offer)
        for offers in rounds
        for place, offer in enumerate(offers)
        if offer is not None
    ][:OFFERS_KEPT]
    listed: list[Offer] = []
    for first in range(0, len(taken), OFFERS_PER_MESSAGE):
        share = sorted(taken[first : first + OFFERS_PER_MESSAGE], key=itemgetter(0))
        listed += [offer for _, offer in share]
    return tuple(replace(offer, id=number) for number, offer in enumerate(listed, start=1))
