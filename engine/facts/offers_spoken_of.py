"""Find every place that names offers by maker, price or kind, whatever is said of them there."""

from collections.abc import Iterator, Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.offers_by_price import costing, days_at, price_at
from engine.session import Offer

_OF_PRICE = frozenset({"за", "по"})
_COINS = frozenset({"р", "руб", "рублей", "рубля", "рэ"})
_NOT = "не"
_NEGATED_OVER = 2
"""`не хочу аналог`: so many words may stand between a negation and the kind."""


def spoken_of(hearing: Hearing) -> list[Mention]:
    """Return what is named, in order of place; `оригинал за 1900` names one offer, not two kinds.

    A mention of several offers does not say which of them is meant.
    """
    found: list[Mention] = []
    told = (*_by_maker(hearing), *_by_price(hearing), *_by_kind(hearing))
    for mention in sorted(told, key=lambda mention: mention.first):
        common = _common(found[-1], mention) if found else ()
        if common:
            found[-1] = Mention(common, found[-1].first, mention.last)
        else:
            found.append(mention)
    return [_soonest(hearing, mention) for mention in found]


def _common(before: Mention, after: Mention) -> tuple[int, ...]:
    return tuple(number for number in before.ids if number in after.ids)


def _soonest(hearing: Hearing, mention: Mention) -> Mention:
    """`оригинал, который завтра`: of several the one that comes then."""
    if len(mention.ids) == 1:
        return mention
    days = {days_at(hearing, place)[0] for place in range(len(hearing.words))} - {None}
    by_then = tuple(o.id for o in hearing.offers if o.id in mention.ids and o.delivery_days in days)
    return mention if len(by_then) != 1 else Mention(by_then, mention.first, mention.last)


def _by_maker(hearing: Hearing) -> Iterator[Mention]:
    for first, last, maker in hearing.makers:
        made = [offer for offer in hearing.offers if offer.brand.casefold() == maker]
        if made:
            yield Mention(_ids(made), first, last)


def _by_price(hearing: Hearing) -> Iterator[Mention]:
    if not hearing.words.with_digits:
        return
    for place in range(len(hearing.words)):
        price, last = price_at(hearing, place)
        offer = costing(hearing.offers, price)
        before = hearing.word(place - 1) in _OF_PRICE
        if offer and (before or hearing.word(last - 1) in _COINS):
            yield Mention((offer.id,), place - before, last)


def _by_kind(hearing: Hearing) -> Iterator[Mention]:
    own = [offer for offer in hearing.offers if offer.kind == "asked"]
    instead = [offer for offer in hearing.offers if offer.kind != "asked"]
    if not own or not instead:
        return
    for hit in hearing.said.hits:
        if hit.key == "original_named":
            yield Mention(_ids(own), hit.first, hit.last)
        elif hit.key == "analog_named" and hearing.word(hit.first) != _NOT:
            start = max(hit.first - _NEGATED_OVER, hearing.clause(hit.first).start)
            negated = _NOT in hearing.words.lower[start : hit.first]
            first = hearing.words.lower.index(_NOT, start) if negated else hit.first
            yield Mention(_ids(own if negated else instead), first, hit.last)


def _ids(offers: Sequence[Offer]) -> tuple[int, ...]:
    return tuple(offer.id for offer in offers)
