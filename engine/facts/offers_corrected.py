"""Tell offers that the client takes back in the same breath: `первый, хотя нет, второй`."""

from collections.abc import Sequence

from engine.facts.hearing import Hearing, Mention
from engine.facts.offers_said_alike import also_behind

_AND = frozenset({"и", "плюс"})
_BESIDE = ("prefer_words", "filler_words", "polite_words", "option_words", "choose_words")


def corrected_of(hearing: Hearing, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that a later one puts right, with those joined to them."""
    corrected: list[Mention] = []
    for index in range(1, len(mentions)):
        if not corrects(hearing, mentions[index - 1], mentions[index]):
            continue
        corrected.append(mentions[index - 1])
        for earlier in range(index - 1, 0, -1):
            before, after = mentions[earlier - 1], mentions[earlier]
            if set(hearing.words.lower[before.last : after.first]) not in [
                {joint} for joint in _AND
            ]:
                break
            corrected.append(before)
    return corrected


def corrects(hearing: Hearing, before: Mention, after: Mention) -> bool:
    """Say whether nothing but a correction stands between two mentions."""
    between = set(range(before.last, after.first))
    corrections = hearing.places("correction_words")
    if corrections.isdisjoint(between) or also_behind(hearing, after) is not None:
        return False
    idle = corrections | hearing.places(*_BESIDE) | hearing.taken
    idle |= {place for place in between if hearing.word(place) == "а"}
    idle -= hearing.places("add_words") | {p for p in between if hearing.word(p) in _AND}
    return between <= idle and not any(
        hearing.word(place) == "не" and place not in corrections for place in between
    )


def is_correction(hearing: Hearing, first: int, last: int) -> bool:
    """`ой, третий`: the message says nothing but that it was another offer."""
    corrections = hearing.places("correction_words")
    ahead = any(place < first for place in corrections)
    return ahead and hearing.says_only(
        {*range(first, last), *corrections, *hearing.places("prefer_words", "option_words")}
    )
