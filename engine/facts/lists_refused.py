"""Hear a list of offers that one refusal leaves: `манн, фильтрон и ваг не нужны`."""

from collections.abc import Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses

_AND = ("и",)
_NOT = "не"
_THREE = 3


def list_refused(hearing: Hearing, mentions: Sequence[Mention], index: int) -> range:
    """Return the list that ends with a mention refused behind it; only that one if it is none.

    Only beside another offer: `бош, манн и фильтрон не нужны` alone takes the first, and so does
    `манн, фильтрон не надо`, for a refusal in the singular is of what it stands at.
    """
    start = index
    while start and _is_joined(hearing, mentions[start - 1], mentions[start]):
        if _is_taken(hearing, mentions[start - 1]):
            break
        start -= 1
    if start == 0 and index == len(mentions) - 1:
        return range(index, index + 1)
    counted = index - start + 1 >= _THREE and _between(hearing, mentions, index) == _AND
    last = mentions[index].last
    whole = counted or _is_of_several(hearing, last) or ends_in_a_stranger(hearing, last)
    return range(start if whole else index, index + 1)


def ends_in_a_stranger(hearing: Hearing, place: int) -> bool:
    """`фильтрон и ваг не нужны`, where nobody knows the last one."""
    return hearing.words.lower[place : place + 1] == _AND and _is_of_several(hearing, place + 2)


def _is_joined(hearing: Hearing, before: Mention, after: Mention) -> bool:
    said = hearing.words.lower[before.last : after.first]
    if said == _AND:
        return True
    begin, end = hearing.words.ends[before.last - 1], hearing.words.starts[after.first]
    return not said and hearing.words.text[begin:end].strip() == ","


def _is_taken(hearing: Hearing, mention: Mention) -> bool:
    return mention.first - 1 in hearing.places("choose_words") & set(hearing.clause(mention.first))


def _between(hearing: Hearing, mentions: Sequence[Mention], index: int) -> tuple[str, ...]:
    return hearing.words.lower[mentions[index - 1].last : mentions[index].first]


def _is_of_several(hearing: Hearing, place: int) -> bool:
    """`не нужны`, `не подходят`; `не берите` tells somebody what to do."""
    if hearing.word(place) != _NOT or not hearing.word(place + 1):
        return False
    tag = parses(hearing.word(place + 1))[0].tag
    return bool(tag.number == "plur" and (tag.POS == "ADJS" or tag.person == "3per"))
