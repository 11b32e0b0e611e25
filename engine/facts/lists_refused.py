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
    if (start == 0 and index == len(mentions) - 1) or _goes_on(hearing, mentions, index):
        return range(index, index + 1)
    while start < index and not hearing.words.breaks[mentions[start].first]:
        start += 1  # `3 4, 1 и 2 не нужны`: the list begins where its clause does
    counted = index - start + 1 >= _THREE and _between(hearing, mentions, index) == _AND
    last = mentions[index].last
    whole = counted or _is_of_several(hearing, last) or _ends_in_a_stranger(hearing, last)
    return range(start if whole else index, index + 1)


def _goes_on(hearing: Hearing, mentions: Sequence[Mention], index: int) -> bool:
    following = mentions[index + 1 : index + 2]
    return bool(following) and _is_joined(hearing, mentions[index], following[0])


def is_refused_with_a_stranger(
    hearing: Hearing, mentions: Sequence[Mention], mention: Mention
) -> bool:
    """`манн, фильтрон и ваг не нужны, бош`: nobody knows the last one, and another is taken."""
    known = {place for each in mentions for place in range(each.first, each.last)}
    return (
        _ends_in_a_stranger(hearing, mention.last)
        and mention.last + 1 not in known
        and not _is_taken(hearing, mention)
        and any(_stands_apart(hearing, each, mention) for each in mentions)
    )


def _ends_in_a_stranger(hearing: Hearing, place: int) -> bool:
    words = hearing.words
    joined = words.lower[place : place + 1] == _AND and not words.breaks[place]
    refused = place + 2 in hearing.places("refuse_words")
    return joined and refused and _is_of_several(hearing, place + 2)


def _stands_apart(hearing: Hearing, other: Mention, mention: Mention) -> bool:
    """Say whether another offer is named beyond the refusal, or is taken before the list."""
    return other.first > mention.last or (other is not mention and _is_taken(hearing, other))


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
