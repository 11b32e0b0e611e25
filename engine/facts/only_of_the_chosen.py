"""Hear which one of several offers chosen stays alone: `только 3`, `один бош`, `хватит манна`."""

from collections.abc import Iterator

from engine.facts.hearing import Hearing, Mention
from engine.facts.numerals import cardinal_at, ordinal_at

_SEVERAL = 2
_ONLY = frozenset({"только", "лишь"})
_ENOUGH = frozenset({"хватит", "достаточно"})
_ONE = frozenset({"один", "одну", "одна", "одно", "одного", "одной"})
_AROUND = frozenset({"а", "бы", "все", "и", "из", "них", "подумал", "подумала", "то", "что"})
_NOT = frozenset({"не", "ни", "или", "либо"})
_IDLE = (
    "choose_words",
    "conceding_words",
    "correction_words",
    "keep_words",
    "objection_delivery",
    "objection_price",
    "option_words",
    "prefer_words",
)


def only_of_the_chosen(hearing: Hearing) -> int | None:
    """Return the offer that alone stays of several chosen; None where the message says no such."""
    if len(hearing.chosen) < _SEVERAL or "?" in hearing.words.text:
        return None
    if hearing.places("more_pieces_words"):
        return None  # `еще один бош` comes beside all that is chosen
    signs = frozenset(place for place in range(len(hearing.words)) if _is_sign(hearing, place))
    if not signs:
        return None
    named = list(_named(hearing))
    if len(named) != 1 or not _NOT.isdisjoint(hearing.words.lower):
        return None
    kept = named[0]
    return kept.ids[0] if _is_told_alone(hearing, kept, signs) else None


def _is_sign(hearing: Hearing, place: int) -> bool:
    return hearing.word(place) in _ONLY | _ENOUGH | _ONE


def _named(hearing: Hearing) -> Iterator[Mention]:
    """Find what names an offer, chosen or not; one that is not chosen ends the search."""
    for first, last, maker in dict.fromkeys(hearing.makers):
        yield Mention(_made_by(hearing, maker), first, last)
    for place in range(len(hearing.words)):
        number = ordinal_at(hearing.words, place)
        if number is None and hearing.word(place).isdecimal() and place not in hearing.taken:
            number = cardinal_at(hearing.words, place)
        if number is not None and place not in hearing.numbers:
            yield Mention((hearing.id_of(number),), place, place + 1)


def _made_by(hearing: Hearing, maker: str) -> tuple[int, ...]:
    chosen = (offer for offer in hearing.offers if offer.id in hearing.chosen)
    return tuple(offer.id for offer in chosen if offer.brand.casefold() == maker)


def _is_told_alone(hearing: Hearing, kept: Mention, signs: frozenset[int]) -> bool:
    if len(kept.ids) != 1 or kept.ids[0] not in hearing.chosen:
        return False
    # `только нгк 1 шт` tells the pieces of it as well.
    counted = hearing.places("piece_words") or any(told.count > 1 for told in hearing.pieces)
    if counted or not _keeps(hearing, kept, signs):
        return False
    told = {*range(kept.first, kept.last), *signs, *hearing.places(*_IDLE)}
    told |= {place for place in range(len(hearing.words)) if hearing.word(place) in _AROUND}
    clause = hearing.clause(kept.first) if hearing.details else None
    return hearing.says_only(told, within=clause)


def _keeps(hearing: Hearing, kept: Mention, signs: frozenset[int]) -> bool:
    """`один бош` tells one piece where more were chosen; a digit with `хватит` may tell pieces."""
    words = {hearing.word(place) for place in signs}
    if not words.isdisjoint(_ONLY):
        return True
    if hearing.word(kept.first).isdecimal():
        return False
    if not words.isdisjoint(_ENOUGH):
        return True
    single = all(o.quantity == 1 for o in hearing.offers if o.id == kept.ids[0])
    return single and min(signs) < kept.first
