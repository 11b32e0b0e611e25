"""Count offers from the end of the list: `второй снизу`, `с конца третий`."""

from engine.facts.hearing import Hearing
from engine.facts.numerals import is_ending

_BELOW = frozenset({"снизу", "конца", "низу"})
_FROM = frozenset({"с", "от"})


def is_counted_from_the_end(hearing: Hearing, place: int) -> bool:
    """Say whether words beside a number count it from the last offer."""
    words = hearing.words
    if _BELOW.isdisjoint(words.lower):
        return False
    clause = hearing.clause(place)
    behind = place + 1 + is_ending(words, place + 1)
    while behind in hearing.places("option_words") and hearing.word(behind) not in _BELOW:
        behind += 1
    behind += hearing.word(behind) in _FROM
    return any(
        beside in clause and hearing.word(beside) in _BELOW for beside in (behind, place - 1)
    )
