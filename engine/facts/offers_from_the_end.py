"""Count offers from the end of the list: `второй снизу`, `с конца третий`."""

from engine.facts.hearing import Hearing
from engine.facts.numerals import cardinal_at, is_ending, ordinal_at

_BELOW = frozenset({"снизу", "конца", "низу"})
_ABOVE = frozenset({"сверху", "начала", "верху"})
_FROM = frozenset({"с", "от"})


def is_counted_from_the_end(hearing: Hearing, place: int) -> bool:
    """Say whether words beside a number count it from the last offer."""
    if _BELOW.isdisjoint(hearing.words.lower):
        return False
    clause = hearing.clause(place)
    behind = _behind(hearing, place)
    while _joins(hearing, behind):
        # `первый и второй снизу`
        behind = _behind(hearing, behind + 1)
    ahead = place - 1
    while _joins(hearing, ahead):
        ahead = _number_before(hearing, ahead) - 1
    behind += hearing.word(behind) in _FROM
    return any(beside in clause and hearing.word(beside) in _BELOW for beside in (behind, ahead))


def _behind(hearing: Hearing, place: int) -> int:
    """Return the word behind a number and what names the offers: `второй вариант`."""
    behind = place + 1 + is_ending(hearing.words, place + 1)
    while behind in hearing.places("option_words") and hearing.word(behind) not in _BELOW | _ABOVE:
        behind += 1
    return behind


def _joins(hearing: Hearing, place: int) -> bool:
    """Say whether a word joins two numbers that are counted alike."""
    joint = hearing.word(place) == "и" and 0 < place < len(hearing.words) - 1
    return (
        joint and _counts(hearing, place + 1) and _counts(hearing, _number_before(hearing, place))
    )


def _number_before(hearing: Hearing, place: int) -> int:
    """Return the word before, or the digits whose ending that is: the `2` of `2-й и`."""
    return place - 1 - is_ending(hearing.words, place - 1)


def _counts(hearing: Hearing, place: int) -> bool:
    words = hearing.words
    return (ordinal_at(words, place) or cardinal_at(words, place)) is not None
