"""Number words of Russian, in every grammatical form: `второй`, `двух`, `двое`, `2-й`.

The language has no others, so they are grammar and stand here, not in the lexicon.
"""

import functools
import re
from collections.abc import Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.facts.layout import in_russian
from engine.facts.morphology import is_known, parses
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
_NUMBER_SIGNS = ("№", "#")
_FROM_THE_END = {"последний": 1, "крайний": 1, "предпоследний": 2}
_MISTYPED_LENGTH = 5
"""Letters that a word needs so that one wrong one does not make it another word."""

_LONGEST = 6
"""Digits of a count; longer ones are numbers of something."""

_OF_A_LIST = ("вариант", "пункт", "номер", "позици", "строк")
_IN_THE_LIST = re.compile(r"(\d{1,2})(?:м|ом|ем|х|ым|им)")
"""`на 2м варианте`; with another word behind, `2м` rather measures something."""

_GLUED = re.compile(rf"(\d{{1,2}})(?:{'|'.join(sorted(_ENDINGS, key=len, reverse=True))})")


def ordinal_at(words: Words, index: int) -> int | None:
    """Return the number that a word names as an ordinal: `второй`, `2й`, `2-й`."""
    word = words.lower[index]
    if word.isdecimal() and _has_ending(words, index):
        return int(word)
    if glued := _GLUED.fullmatch(word):
        return int(glued[1])
    after = words.lower[index + 1] if index + 1 < len(words) else ""
    if after.startswith(_OF_A_LIST) and (glued := _IN_THE_LIST.fullmatch(word)):
        return int(glued[1])
    return _ordinals().get(word) or _mistyped_ordinal(in_russian(word) or word)


def place_from_the_end(word: str) -> int | None:
    """Return 1 for the last of a list, 2 for the one before it."""
    return _from_the_end().get(word)


def cardinal_at(words: Words, index: int) -> int | None:
    """Return the number that a word names as a count: `2`, `две`, `двое`."""
    word = words.lower[index]
    if word.isdecimal():
        return None if _has_ending(words, index) or len(word) > _LONGEST else int(word)
    return _cardinals().get(word)


def count_at(words: Words, index: int) -> int | None:
    """Return the count at a word beside what is counted: `бош двоечку` is two of it."""
    return cardinal_at(words, index) or _counting_nouns().get(words.lower[index])


def is_counting_noun(words: Words, index: int) -> bool:
    """`двоечку`: the second one, or two."""
    return words.lower[index] in _counting_nouns()


def holds_cardinal(words: Words) -> bool:
    """Say cheaply whether any word may be a count: most messages hold none."""
    return not _cardinals().keys().isdisjoint(words.lower) or any(map(str.isdecimal, words.lower))


def is_ending(words: Words, index: int) -> bool:
    """Say whether a word is only the ending of the digits before it: the `й` of `2-й`."""
    return index > 0 and words.lower[index - 1].isdecimal() and _has_ending(words, index - 1)


def is_signed(words: Words, index: int) -> bool:
    """`№3`, `# 3`: the digit numbers something and counts nothing."""
    return words.text[: words.starts[index]].rstrip().endswith(_NUMBER_SIGNS)


def _has_ending(words: Words, index: int) -> bool:
    after = index + 1
    return (
        after < len(words)
        and words.separator(after) in {"-", " -", "- "}
        and words.lower[after] in _ENDINGS
    )


@functools.lru_cache(maxsize=20_000)
def _mistyped_ordinal(word: str) -> int | None:
    if word in _ordinals():
        return _ordinals()[word]
    if len(word) < _MISTYPED_LENGTH or not word.isalpha() or is_known(word):
        return None
    found = process.extractOne(word, list(_ordinals()), scorer=OSA.distance, score_cutoff=1)
    return _ordinals()[found[0]] if found else None


@functools.cache
def _from_the_end() -> Mapping[str, int]:
    return _forms(_FROM_THE_END)


@functools.cache
def _ordinals() -> Mapping[str, int]:
    return _forms({word: value for value, word in enumerate(_ORDINALS, 1)} | _NOUNS)


@functools.cache
def _counting_nouns() -> Mapping[str, int]:
    return _forms(_NOUNS)


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
