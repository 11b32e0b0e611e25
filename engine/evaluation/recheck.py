"""Compare chosen offers with what the shop says now: an order is placed on fresh prices only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.facts.situation import Recheck
from engine.ports.parts import Found, SearchFailed, SearchResult
from engine.session import Offer

DEARER_THAN = Decimal("1.02")
"""A price grown by more than this factor is asked about before it is ordered at."""


@dataclass(frozen=True)
class Rechecked:
    """The verdict over all chosen offers, and these as they can be had now."""

    verdict: Recheck
    offers: tuple[Offer, ...]


def recheck(chosen: Sequence[Offer], results: Sequence[SearchResult]) -> Rechecked:
    """Judge chosen offers by fresh answers given in the same order.

    The worst finding counts: a shop that does not answer, then a lack of pieces, then a price.
    """
    verdicts: set[Recheck] = set()
    fresh: list[Offer] = []
    for offer, result in zip(chosen, results, strict=True):
        now = _same_offer(offer, result)
        if isinstance(result, SearchFailed):
            verdicts.add("failed")
        elif now is None:
            verdicts.add("gone")
        else:
            verdicts.add("dearer" if now.price > offer.price * DEARER_THAN else "same")
        fresh.append(now or offer)
    ranked: tuple[Recheck, ...] = ("failed", "gone", "dearer", "same")
    for verdict in ranked:
        if verdict in verdicts:
            return Rechecked(verdict, tuple(fresh))
    return Rechecked("gone", ())


def _same_offer(offer: Offer, result: SearchResult) -> Offer | None:
    """Find the offer again: same part, brand and supplier, and enough pieces of it."""
    if not isinstance(result, Found):
        return None
    same = [
        other
        for other in result.offers
        if (other.part_number, other.brand.casefold(), other.supplier_code)
        == (offer.part_number, offer.brand.casefold(), offer.supplier_code)
        and (other.available is None or other.available >= offer.quantity)
    ]
    if not same:
        return None
    # One supplier may list a part several times; the line chosen is the one at its price.
    nearest = min(same, key=lambda other: (other.item_key != offer.item_key, other.price))
    return replace(nearest, id=offer.id, quantity=offer.quantity)
