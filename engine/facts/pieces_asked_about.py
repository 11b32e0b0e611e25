"""Hear pieces that are only asked about: `сколько за 4 штуки?`, `а 5 возьму, скидка будет?`."""

from collections.abc import Iterator
from dataclasses import replace

from engine.facts.hearing import Hearing
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at
from engine.facts.quantities import Pieces

_ASKING = ("asks_price", "sum_words", "bargain_words")
_FOR = "за"
_IF = "если"
_FEW = 50
_NEAR = 2


def without_pieces_asked_about(hearing: Hearing) -> tuple[Hearing, int]:
    """Return the rest of a message, and how many pieces it asks the sum of."""
    asking = hearing.places(*_ASKING)
    if not asking:
        return hearing, 0
    asked = [told for told in hearing.pieces if _is_asked_about(hearing, told.first, asking)]
    asked += [] if hearing.pieces else list(_bare_counts(hearing, asking))
    if not asked:
        return hearing, 0
    places = {place for told in asked for place in range(told.first, told.last)}
    rest = [told for told in hearing.pieces if told not in asked]
    return replace(hearing, pieces=rest, numbers=hearing.numbers | places), asked[-1].count


def _is_asked_about(hearing: Hearing, place: int, asking: frozenset[int]) -> bool:
    """`беру 4 штуки, сколько с меня?` takes them, `если 4 возьму` does not."""
    clause = hearing.clause(place)
    if _IF in hearing.words.lower[clause.start : clause.stop]:
        return True
    # `4 штуки, сколько выйдет`: the question stands in a clause of its own.
    within = set(clause) if asking & set(clause) else set(range(len(hearing.words)))
    return all(_will_be(hearing, verb) for verb in hearing.places("choose_words") & within)


def _will_be(hearing: Hearing, place: int) -> bool:
    """`возьму`, `куплю`: what the client would do, unlike `беру`."""
    return str(parses(hearing.word(place))[0].tag.tense) == "futr"


def _bare_counts(hearing: Hearing, asking: frozenset[int]) -> Iterator[Pieces]:
    """`за две`, and a digit beside who would take so many: `а 5 возьму`, `если взять 3`."""
    settled = bool(hearing.chosen) or len(hearing.offers) == 1
    for place in range(len(hearing.words)):
        count = cardinal_at(hearing.words, place) or 0
        if place in hearing.taken or not 1 < count < _FEW:
            continue
        if not _is_asked_about(hearing, place, asking):
            continue
        worded = settled or not hearing.word(place).isdecimal()
        closed = hearing.words.breaks[place + 1] or place + 1 in asking
        priced = hearing.word(place - 1) == _FOR and worded
        if (closed and (priced or hearing.word(place - 1) == _IF)) or _would_take(hearing, place):
            yield Pieces(count, place, place + 1)


def _would_take(hearing: Hearing, place: int) -> bool:
    return any(
        _will_be(hearing, verb) or _IF in hearing.words.lower
        for verb in hearing.places("choose_words", "taking_words")
        if verb in hearing.clause(place) and abs(verb - place) <= _NEAR
    )
