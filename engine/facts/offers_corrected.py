"""Tell offers that the client takes back in the same breath: `первый, хотя нет, второй`."""

from collections.abc import Sequence
from dataclasses import replace

from engine.facts.hearing import Hearing, Mention
from engine.facts.offers_said_alike import also_behind

_ONLY = "только"
_AND = frozenset({"и", "плюс"})
_BESIDE = ("prefer_words", "filler_words", "polite_words", "option_words", "choose_words")


def corrected_of(hearing: Hearing, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that a later one puts right, with those joined to them."""
    corrected: list[Mention] = []
    for index in range(1, len(mentions)):
        if not corrects(hearing, mentions[index - 1], mentions[index]):
            continue
        if _ONLY in hearing.words.lower[mentions[index - 1].last : mentions[index].first]:
            # `две алнас, две ладовских, хотя нет, только алнас 2 шт`
            corrected.extend(mentions[:index])
            continue
        if _recounts(hearing, mentions, index):
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


def _recounts(hearing: Hearing, mentions: Sequence[Mention], index: int) -> bool:
    """`третий и пятый по две, нет, пятый одну`: pieces of one of several are put right."""
    again, before = mentions[index], mentions[:index]
    named = {number for mention in before for number in mention.ids}
    counted = any(told.last <= again.first for told in hearing.pieces)
    told_anew = any(told.first >= again.last for told in hearing.pieces)
    return counted and told_anew and set(again.ids) < named


def without_counts_corrected(
    hearing: Hearing, corrected: Sequence[Mention], mentions: Sequence[Mention]
) -> Hearing:
    """`пятый одну, ой, пятый две`: leave out the count of an offer told anew with another one.

    `третий две, ой, пятый` tells no other, so that the count stays.
    """
    starts = {told.first for told in hearing.pieces} if corrected else set()
    counted = {m.last for m in corrected if m.last in starts}
    if not counted:
        return hearing
    told_anew = {m.last for m in mentions[mentions.index(corrected[-1]) + 1 :]}
    if starts.isdisjoint(told_anew):
        return hearing
    left = [told for told in hearing.pieces if told.first in counted]
    places = {place for told in left for place in range(told.first, told.last)}
    kept = [told for told in hearing.pieces if told not in left]
    return replace(hearing, pieces=kept, numbers=hearing.numbers | places)


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
