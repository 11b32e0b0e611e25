"""Number words of Russian, in every grammatical form: `второй`, `двух`, `двое`, `2-й`."""

import functools
import re
from collections.abc import Iterator, Mapping

from engine.facts.morphology import parses
from engine.facts.words import Words

_ORDINALS = (
    *("первый", "второй", "третий", "четвёртый", "пятый", "шестой", "седьмой", "восьмой"),
    *("девятый", "десятый", "одиннадцатый", "двенадцатый", "тринадцатый", "четырнадцатый"),
    *("пятнадцатый", "шестнадцатый", "семнадцатый", "восемнадцатый", "девятнадцатый"),
    "двадцатый",
)
_CARDINALS = (
    *("один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"),
    *("одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать"),
    *("семнадцать", "восемнадцать", "девятнадцать", "двадцать"),
)
_COLLECTIVES = {"двое": 2, "трое": 3, "четверо": 4, "пятеро": 5, "шестеро": 6}
_NOUNS = {"единичка": 1, "двойка": 2, "двоечка": 2, "тройка": 3, "троечка": 3, "четвёрка": 4}
_ENDINGS = frozenset(
    ("й", "ый", "ой", "ий", "я", "ая", "ья", "е", "ое", "ье", "го", "ого", "ю", "ую", "ью", "му")
)
_LONGEST = 6
"""Digits of a count; longer ones are numbers of something."""

_GLUED = re.compile(rf"(\d{{1,2}})(?:{'|'.join(sorted(_ENDINGS, key=len, reverse=True))})")


def ordinal_at(words: Words, index: int) -> int | None:
    """Return the number that a word names as an ordinal: `второй`, `2й`, `2-й`."""
    word = words.lower[index]
    if word.isdecimal() and _has_ending(words, index):
        return int(word)
    glued = _GLUED.fullmatch(word)
    return int(glued[1]) if glued else _ordinals().get(word)


def cardinal_at(words: Words, index: int) -> int | None:
    """Return the number that a word names as a count: `2`, `две`, `двое`."""
    word = words.lower[index]
    if word.isdecimal():
        return None if _has_ending(words, index) or len(word) > _LONGEST else int(word)
    return _cardinals().get(word)


def is_ending(words: Words, index: int) -> bool:
    """Say whether a word is only the ending of the digits before it: the `й` of `2-й`."""
    return index > 0 and words.lower[index - 1].isdecimal() and _has_ending(words, index - 1)


def _has_ending(words: Words, index: int) -> bool:
    after = index + 1
    return (
        after < len(words)
        and words.separator(after) in {"-", " -", "- "}
        and words.lower[after] in _ENDINGS
    )


@functools.cache
def _ordinals() -> Mapping[str, int]:
    return _forms({word: value for value, word in enumerate(_ORDINALS, 1)} | _NOUNS)


@functools.cache
def _cardinals() -> Mapping[str, int]:
    counts = {word: value for value, word in enumerate(_CARDINALS, 1)}
    return _forms({**counts, **_COLLECTIVES})


def _forms(values: Mapping[str, int]) -> Mapping[str, int]:
    return {form: value for word, value in values.items() for form in _forms_of(word)}


def _forms_of(word: str) -> Iterator[str]:
    readings = parses(word)
    numerals = [parse for parse in readings if parse.tag.POS in {"ADJF", "NUMR"}]
    for form in (numerals or readings)[0].lexeme:
        yield form.word.replace("ё", "е")
