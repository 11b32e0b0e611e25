"""Nouns that count: pairs, tens, dozens and halves of them, and how often they are taken."""

import re

from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at
from engine.facts.words import Words

_NOUNS = {"пара": 2, "парочка": 2, "пяток": 5, "десяток": 10, "дюжина": 12}
_STARTS = ("пар", "пят", "десят", "дюжин")
_HALVES = {"полдюжины": 6, "полдюжина": 6, "полдесятка": 5}
_ONE_AND_A_HALF = re.compile(r"полтор[аы]|полутора")


def pair_count(word: str) -> int:
    """Return the count a noun stands for; 0 when it counts nothing, as `пары` of many does."""
    if word in _HALVES:
        return _HALVES[word]
    if not word.startswith(_STARTS):
        return 0
    counted = (p.normal_form for p in parses(word) if p.tag.number == "sing")
    return next((_NOUNS[form] for form in counted if form in _NOUNS), 0)


def times_before(words: Words, index: int, count: int) -> tuple[int, int]:
    """Take in the word before such a noun: `полтора десятка` is 15, `два десятка` is 20.

    Returns the index where the count begins, and the count. A digit before `десяток` may be an
    offer, so only the forms that follow a numeral are multiplied.
    """
    if index and _ONE_AND_A_HALF.fullmatch(words.lower[index - 1]):
        return index - 1, count + count // 2
    if index and count > _NOUNS["пара"] and words.lower[index].endswith(("ка", "ны")):
        times = cardinal_at(words, index - 1)
        return index - bool(times), count * (times or 1)
    return index, count
