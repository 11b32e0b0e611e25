"""Offers counted in another order than the list: `второй по дешевизне`, `третий по сроку`."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from engine.facts.hearing import Hearing, Mention
from engine.facts.numerals import ordinal_at
from engine.facts.phrases import Hit
from engine.session import Offer

_LAST = 1_000
_BESIDE = ("choose_words", "prefer_words", "option_words", "polite_words", "taking_words")
_FITTING = ("fits_words", "objection_price", "objection_delivery", "refuse_words")


def _cheap(offer: Offer) -> float:
    return float(offer.price)


def _dear(offer: Offer) -> float:
    return -float(offer.price)


def _soon(offer: Offer) -> float:
    return _LAST if offer.delivery_days is None else offer.delivery_days


_RANKS: dict[str, Callable[[Offer], float]] = {
    "rank_by_price": _cheap,
    "rank_by_dearness": _dear,
    "rank_by_term": _soon,
}
_SUPERLATIVES: dict[str, Callable[[Offer], float]] = {
    "most_cheap": _cheap,
    "most_dear": _dear,
    "most_fast": _soon,
}


def by_rank(hearing: Hearing) -> Iterator[Mention]:
    """Find ordinals that count offers by price or term; several ids where two share the rank."""
    for hit in hearing.said.hits:
        rank = _RANKS.get(hit.key) or _SUPERLATIVES.get(hit.key)
        place = _ordinal_before(hearing, hit)
        number = ordinal_at(hearing.words, place) if rank and place >= 0 else None
        if rank is None or number is None or place in hearing.taken:
            continue
        if not _says_which(hearing, place, hit.last):
            continue
        ids = _ranked(hearing.offers_at(place), number, rank)
        if hit.key in _SUPERLATIVES:
            ids = _praised(hearing, place, number, rank) or ids
        if ids:
            yield Mention(ids, place, hit.last)


def ranks_unclearly(hearing: Hearing, wanted: Sequence[Mention]) -> bool:
    """`второй по сроку` where two offers come equally soon."""
    return any(len(mention.ids) > 1 and mention in wanted for mention in by_rank(hearing))


def _ordinal_before(hearing: Hearing, hit: Hit) -> int:
    place = hit.first - 1
    while place in hearing.places("option_words") and not hearing.words.breaks[place + 1]:
        place -= 1
    return place if not hearing.words.breaks[place + 1] else -1


def _says_which(hearing: Hearing, first: int, last: int) -> bool:
    """`третий по цене подходит` tells of the third offer, `по цене 980` of its price."""
    clause = hearing.clause(first)
    if hearing.strict and hearing.places("choose_words", "swap_words").isdisjoint(clause):
        return False
    fits = hearing.places(*_FITTING)
    beside = hearing.places(*_BESIDE) - fits
    behind = range(last, clause.stop)
    return all(place in beside and place not in hearing.taken for place in behind)


def _praised(
    hearing: Hearing, place: int, number: int, rank: Callable[[Offer], float]
) -> tuple[int, ...]:
    """`пятый самый дешевый` praises the fifth of the list where it is; `второй` may rank."""
    listed, offers = hearing.id_of(number), hearing.offers_at(place)
    best = min(map(rank, offers), default=0)
    if any(offer.id == listed and rank(offer) == best for offer in offers):
        return (listed,)
    if number == len(("first", "second")):
        return ()
    return tuple(dict.fromkeys((listed, *_ranked(offers, number, rank))))


def _ranked(
    offers: Sequence[Offer], number: int, rank: Callable[[Offer], float]
) -> tuple[int, ...]:
    ordered = sorted(offers, key=rank)
    if number > len(ordered):
        return ()
    upto = ordered[: number + 1]
    if all(rank(one) != rank(other) for one, other in pairwise(upto)):
        return (ordered[number - 1].id,)
    # Equals may share a rank or take one each.
    values = sorted({rank(offer) for offer in ordered})
    shared = values[min(number, len(values)) - 1]
    meant = [o.id for o in ordered if rank(o) in {shared, rank(ordered[number - 1])}]
    return tuple(meant)
