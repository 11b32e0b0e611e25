"""Count offers by the side of the list they stand on: `самый верхний`, `нижний вариант`."""

import functools
from collections.abc import Mapping

from engine.facts.hearing import JOINING, Hearing
from engine.facts.morphology import parses

_SIDES = {"верхний": 1, "нижний": -1}
_MOST = "сам"
_BEHIND = (
    *("choose_words", "filler_words", "leave_words", "need_words", "option_words", "piece_words"),
    *("polite_words", "prefer_words", "refuse_words", "taking_words"),
)


def place_by_side(hearing: Hearing, index: int) -> int | None:
    """Return the place in the list; `нижний рычаг` and `рычаг нижний` tell of the part."""
    side = _forms().get(hearing.word(index))
    if side is None or not (_stands_alone(hearing, index) or _is_superlative(hearing, index)):
        return None
    return side if side > 0 else len(hearing.offers_at(index))


def _is_superlative(hearing: Hearing, index: int) -> bool:
    return hearing.word(index - 1).startswith(_MOST) and not _is_of_noun(hearing, index + 1)


def _stands_alone(hearing: Hearing, index: int) -> bool:
    """`нижний давайте`, `беру верхний`."""
    words, behind = hearing.words, index + 1
    closed = words.breaks[behind] or behind in hearing.places(*_BEHIND)
    closed = closed or hearing.word(behind) in JOINING
    apart = words.breaks[index] or not _is_of_noun(hearing, index - 1)
    return closed and apart and not hearing.said.says("part_words")


def _is_of_noun(hearing: Hearing, place: int) -> bool:
    if not 0 <= place < len(hearing.words) or place in hearing.places("option_words"):
        return False
    return str(parses(hearing.word(place))[0].tag.POS) == "NOUN"


@functools.cache
def _forms() -> Mapping[str, int]:
    return {
        form.word: side
        for word, side in _SIDES.items()
        for form in next(p for p in parses(word) if "ADJF" in p.tag).lexeme
    }
