"""Hear how many of each offer are wanted where ordinals name them: `третий один, второй два`."""

from collections.abc import Sequence
from dataclasses import replace

from engine.facts.hearing import JOINING, Hearing
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.quantities import PIECES_LIMIT, Pieces

_TWO = 2


def with_counts_beside_ordinals(hearing: Hearing) -> Hearing:
    """Add to the pieces the counts of a message of nothing but ordinals and a count of each."""
    if hearing.pieces:
        return hearing
    idle = hearing.places("polite_words", "choose_words", "need_words", "filler_words")
    told = [
        place
        for place in range(len(hearing.words))
        if place not in idle and hearing.word(place) not in JOINING
    ]
    pairs = list(zip(told[::2], told[1::2], strict=False))
    if len(told) % 2 or len(pairs) < _TWO or any(after != before + 1 for before, after in pairs):
        return hearing
    if any(hearing.words.breaks[after] for _, after in pairs):
        return hearing
    if all(_is_counted(hearing, before, after) for before, after in pairs):
        return _counted(hearing, [after for _, after in pairs])
    if all(_is_counted_ahead(hearing, before, after) for before, after in pairs):
        return _counted(hearing, [before for before, _ in pairs])
    return hearing


def _counted(hearing: Hearing, places: Sequence[int]) -> Hearing:
    told = [Pieces(cardinal_at(hearing.words, place) or 0, place, place + 1) for place in places]
    return replace(hearing, pieces=told)


def _is_counted(hearing: Hearing, ordinal: int, count: int) -> bool:
    """`второй два`; `вторые два` may be two more offers."""
    return (
        ordinal_at(hearing.words, ordinal) is not None
        and not _is_plural(hearing.word(ordinal))
        and _is_count(hearing, count)
    )


def _is_counted_ahead(hearing: Hearing, count: int, ordinal: int) -> bool:
    """`два вторых`; `два первых` are two offers, `2 второй` names one twice."""
    number = ordinal_at(hearing.words, ordinal)
    few = number == 1 and _is_plural(hearing.word(ordinal))
    worded = not hearing.word(count).isdecimal()
    return number is not None and not few and worded and _is_count(hearing, count)


def _is_count(hearing: Hearing, place: int) -> bool:
    free = place not in hearing.taken
    return free and 0 < (cardinal_at(hearing.words, place) or 0) <= PIECES_LIMIT


def _is_plural(word: str) -> bool:
    return str(parses(word)[0].tag.number) == "plur"
