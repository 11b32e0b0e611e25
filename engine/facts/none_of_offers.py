"""Hear that none of the offers will do: `ни один не подходит`, `никакой не устроил`."""

from engine.facts.hearing import Hearing
from engine.facts.nothing_words import nothing_at

_REFUSAL = "lost_phrase"
_SPARING = ("except_words", "choose_words")
_REACH = 5


def will_none_do(hearing: Hearing) -> bool:
    """Say whether no offer shown fits, where none is taken, excepted or chosen before.

    Who goes away with it refuses to buy instead, and who asks for something is answered that.
    """
    short = hearing.places("falls_short", "fell_short_words")
    if not short or hearing.chosen or hearing.places(_REFUSAL, *_SPARING):
        return False
    return "?" not in hearing.words.text and any(
        not short.isdisjoint(range(place + 1, min(place + _REACH, hearing.clause(place).stop)))
        for place in nothing_at(hearing.words)
    )
