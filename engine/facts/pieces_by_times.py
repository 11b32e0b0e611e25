"""Hear how often one offer is taken: `два раза третий`, `третий дважды`."""

from collections.abc import Iterator
from dataclasses import replace

from engine.facts.hearing import Hearing
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.quantities import PIECES_LIMIT, Pieces

_TIMES = {"дважды": 2, "трижды": 3, "четырежды": 4}
_TIME = frozenset({"раз", "раза"})
_BESIDE = ("choose_words", "prefer_words", "need_words", "option_words")


def with_pieces_by_times(hearing: Hearing) -> Hearing:
    """Add to the pieces how often an offer is taken, where the message says nothing else."""
    if hearing.strict or hearing.pieces:
        return hearing
    told = list(_times(hearing))
    if len(told) != 1:
        return hearing
    words = range(len(hearing.words))
    ordinals = [p for p in words if ordinal_at(hearing.words, p) is not None]
    makers = {place for first, last, _ in hearing.makers for place in range(first, last)}
    named = {*range(told[0].first, told[0].last), *ordinals, *makers, *hearing.places(*_BESIDE)}
    one = len(ordinals) + len(hearing.makers) == 1
    # `пятый два раза и четвертый`; `два раза пятый и четвертый` may be of one or of both.
    one = one or (not makers and any(place < told[0].first for place in ordinals))
    return replace(hearing, pieces=told) if one and hearing.says_only(named) else hearing


def _times(hearing: Hearing) -> Iterator[Pieces]:
    for place, word in enumerate(hearing.words.lower):
        if word in _TIMES:
            yield Pieces(_TIMES[word], place, place + 1)
        elif word in _TIME and place:
            count = cardinal_at(hearing.words, place - 1) or 0
            if 1 < count <= PIECES_LIMIT:
                yield Pieces(count, place - 1, place + 1)
