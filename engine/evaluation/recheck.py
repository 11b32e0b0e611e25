"""Compare chosen offers with what the shop says now: an order is placed on fresh prices only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.facts.situation import Recheck
from engine.ports.parts import Found, SearchFailed, SearchResult
from engine.session import Offer
from engine.terms_of_sale import are_worse

DEARER_THAN = Decimal("1.02")
"""A price grown by more than this factor is asked about before it is ordered at."""

_WORST_FIRST: tuple[Recheck, ...] = ("failed", "gone", "dearer", "same")


@dataclass(frozen=True)
class Rechecked:
    """The verdict over all chosen offers, those that can still be had, and the ids of the rest."""

    verdict: Recheck
    offers: tuple[Offer, ...]
    gone: frozenset[int]


def recheck(chosen: Sequence[Offer], results: Sequence[SearchResult]) -> Rechecked:
    """Judge chosen offers by fresh answers given in the same order.

    The worst finding counts: a shop that does not answer, then a lack of pieces, then a price.
    """
    judged = [_judge(offer, result) for offer, result in zip(chosen, results, strict=True)]
    verdicts = {verdict for verdict, _ in judged}
    worst = next((verdict for verdict in _WORST_FIRST if verdict in verdicts), None)
    return Rechecked(
        verdict=worst or "gone",
        offers=tuple(offer for verdict, offer in judged if verdict != "gone"),
        gone=frozenset(offer.id for verdict, offer in judged if verdict == "gone"),
    )


def _judge(offer: Offer, result: SearchResult) -> tuple[Recheck, Offer]:
    if isinstance(result, SearchFailed):
        return "failed", offer
    now = _same_offer(offer, result)
    if now is None:
        return "gone", offer
    # More pieces than the client agreed to cost more as well: another lot is asked about.
    dearer = now.price > offer.price * DEARER_THAN or now.pieces != offer.pieces
    return ("dearer" if dearer or are_worse(now, offer) else "same"), now


def _same_offer(offer: Offer, result: SearchResult) -> Offer | None:
    """Find the offer again: same part, brand and supplier, enough pieces, none used if new."""
    if not isinstance(result, Found):
        return None
    same = [
        other
        for other in result.offers
        if (other.part_number, other.brand.casefold(), other.supplier_code)
        == (offer.part_number, offer.brand.casefold(), offer.supplier_code)
        and (other.available is None or other.available >= _pieces(other, offer))
        and other.used <= offer.used
    ]
    if not same:
        return None
    # One supplier may list a part several times, under one key even: prefer what is on the terms
    # agreed to, then the very line, then the nearest price.
    nearest = min(
        same,
        key=lambda other: (
            are_worse(other, offer),
            other.item_key != offer.item_key,
            abs(other.price - offer.price),
        ),
    )
    return replace(
        nearest,
        id=offer.id,
        quantity=offer.quantity,
        kind=offer.kind,
        instead_of=offer.instead_of,
    )


def _pieces(now: Offer, wanted: Offer) -> int:
    return replace(now, quantity=wanted.quantity).pieces
