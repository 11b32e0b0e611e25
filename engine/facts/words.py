"""Cut text into words that remember where they stand and where clauses end."""

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.facts.glued_negation import NEGATION, NEGATIONS, is_glued_negation
from engine.facts.morphology import is_known
from engine.facts.normalise import LOOK_ALIKES

WORD_LIMIT = 500
"""Words looked at: as many numbers as nobody sends by hand."""

_LAST_LETTERS = 2
_SOUND_ALIKES = {"д": "d", "ф": "f", "б": "b", "г": "g", "л": "l"}
"""Last letters people write by ear, having typed the rest of a number in Russian."""

_NOT_BY_KEY = {ord(letter): sound for letter, sound in _SOUND_ALIKES.items() if letter != "ф"}
"""Within a number `ф` may as well be the key of A with the keyboard left in Russian."""

_FIRST_GROUP = re.compile(r"0\d[дбгл]")
_NEXT_GROUPS = re.compile(r"(?:\d{6}|\d{3}[ .-]\d{3})(?!\d)")
_GLUED = re.compile(r"[а-я]{3,}(?=[0-9a-z])")
_GLUED_DIGITS = 6
_BEFORE_DIGIT = re.compile(r"[а-я](?=\d)")
_SOUNDED_DIGITS = 7
_SOUNDED_AFTER = frozenset((3, 6, 9))
_JOINTS = frozenset({"", " ", "-", "."})
_SERIES = {"ос": "OC", "кх": "KX", "кс": "KC"}
"""Series of filters typed with Russian letters; no Russian words. Their numbers stand behind."""

_SERIES_DIGITS = range(2, 5)

_RUSSIAN_WORDS = frozenset(
    ("на", "не", "то", "та", "те", "ту", "он", "ее", "ок", "мм", "см", "ну", "ха", "ах", "ох")
)

_DIGIT = re.compile("[0-9]")
_ANY_DIGIT = re.compile(r"\d")
_PIECE = re.compile(r"[^\W_]+|[.,!?;:()\n]|(?<=\s)-(?=\s)")


@dataclass(frozen=True)
class Words:
    """Words of one text in parallel tuples, indexed alike.

    `codes` holds a word as part of a number: upper-case Latin with look-alikes folded when it
    carries a digit and no other Cyrillic, a single capital before a number, or plain Latin;
    empty for every other word.
    """

    text: str
    small: str
    """The text in lower case with ё as е; as long as `text`, so that places agree."""
    lower: tuple[str, ...]
    codes: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[bool, ...]
    """`breaks[i]`: a clause ends between word i-1 and word i; both ends of the text count."""

    def __len__(self) -> int:
        return len(self.lower)

    @functools.cached_property
    def with_digits(self) -> frozenset[int]:
        """Indexes of the words that hold a digit."""
        if not _DIGIT.search(self.small):
            return frozenset()
        return frozenset(i for i, word in enumerate(self.lower) if _DIGIT.search(word))

    def separator(self, index: int) -> str:
        """Return what stands between the word before `index` and the word at it."""
        return self.text[self.ends[index - 1] : self.starts[index]] if index else ""

    def at(self, position: int) -> int:
        """Return the index of the first word that ends after a position in the text."""
        return bisect_left(self.ends, position + 1)


def split_words(text: str) -> Words:
    """Cut normalised text."""
    lower: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks = [True]
    small = text.lower().replace("ё", "е")
    for word, start in _pieces(small):
        if word[0].isalnum():
            if len(lower) == WORD_LIMIT:
                break
            lower.append(word)
            starts.append(start)
            ends.append(start + len(word))
            breaks.append(False)
        else:
            breaks[-1] = True
    breaks[-1] = True
    counted = _ANY_DIGIT.search(small) is not None
    codes = _codes(text, lower, starts) if counted else _codes_of_words_alone(lower)
    words = Words(text, small, tuple(lower), codes, tuple(starts), tuple(ends), tuple(breaks))
    return _with_last_letters(words) if counted else words


def _pieces(small: str) -> Iterator[tuple[str, int]]:
    """Return words and signs with their places; a negation glued to its word is a word."""
    for piece in _PIECE.finditer(small):
        word, start = piece[0], piece.start()
        if word.startswith(NEGATIONS) and is_glued_negation(word):
            yield NEGATION, start
            word, start = word[len(NEGATION) :], start + len(NEGATION)
        if glued := _glued_to_number(word):
            yield glued, start
            word, start = word[len(glued) :], start + len(glued)
        yield word, start


def _glued_to_number(word: str) -> str:
    """`номер06A905115D`: return the Russian word that stands right before a number."""
    found = None if word.isalpha() or word.isdecimal() else _GLUED.match(word)
    if found is None or sum(map(str.isdecimal, word)) < _GLUED_DIGITS:
        return ""
    # `АВС1234567` has letters of its own.
    looks = found[0].translate(LOOK_ALIKES).isascii()
    return found[0] if is_known(found[0]) or not looks else ""


def _codes_of_words_alone(lower: list[str]) -> tuple[str, ...]:
    """Without a digit there is no number that Russian letters could belong to."""
    return tuple(word.upper() if word.isascii() else "" for word in lower)


def _codes(text: str, lower: list[str], starts: list[int]) -> tuple[str, ...]:
    return tuple(
        word.upper() if word.isascii() else _russian_code(text, lower, starts, index)
        for index, word in enumerate(lower)
    )


def _russian_code(text: str, lower: list[str], starts: list[int], index: int) -> str:
    word = lower[index]
    if not word.isalpha():
        return _folded(word)
    return _capital(text, lower, starts, index) if len(word) == 1 else _series(lower, index)


def _with_last_letters(words: Words) -> Words:
    """Give Cyrillic look-alikes that end a number their code: `06А 115 561 В` is one number.

    Without its last letters a number is another part. Letters count as the number's own when
    they close the clause, or are capitals before anything but a small-letter word: `в наличии`.
    """
    codes = list(words.codes)
    for index in range(1, len(words)):
        if not codes[index] and codes[index - 1][-1:].isdecimal() and _ends_number(words, index):
            codes[index] = words.lower[index].translate(LOOK_ALIKES).upper()
        elif not codes[index] and _is_sounded(words, index):
            codes[index] = _SOUND_ALIKES[words.lower[index]].upper()
        elif not codes[index - 1] and _is_first_group(words, index - 1):
            sounded = words.lower[index - 1].translate(_NOT_BY_KEY)
            codes[index - 1] = sounded.translate(LOOK_ALIKES).upper()
    return replace(words, codes=tuple(codes)) if codes != list(words.codes) else words


def _ends_number(words: Words, index: int) -> bool:
    word = words.lower[index]
    looks = word.translate(LOOK_ALIKES)
    if len(word) > _LAST_LETTERS or not looks.isascii() or not looks.isalpha():
        return False
    if words.separator(index) not in _JOINTS or word in _RUSSIAN_WORDS:
        return False
    capital = words.text[words.starts[index] : words.ends[index]].isupper()
    closing = words.breaks[index + 1]
    if closing:
        return capital or (index > 1 and bool(words.codes[index - 2]))
    following = words.text[words.starts[index + 1]]
    typed_russian = not words.text[_number_start(words, index) : words.ends[index - 1]].isascii()
    return capital and (typed_russian or following.isascii() or not following.islower())


def _is_sounded(words: Words, index: int) -> bool:
    """`1к0 129 620 д`: a Russian letter by ear, after groups with a Russian letter among them."""
    if words.lower[index] not in _SOUND_ALIKES or words.separator(index) not in _JOINTS:
        return False
    before = words.codes[index - 1]
    # After 70 or 2014 the letter says litres, a year or a house.
    if len(before) not in _SOUNDED_AFTER or not before[-3:].isdecimal():
        return False
    follows = words.lower[index + 1] if index + 1 < len(words) else ""
    if follows[:1].isdecimal() or words.text[words.ends[index] :].startswith((".", "/", "-")):
        return False
    start = _number_start(words, index)
    typed = words.text[start : words.ends[index - 1]]
    return not typed.isascii() and sum(map(str.isdecimal, typed)) >= _SOUNDED_DIGITS


def _is_first_group(words: Words, index: int) -> bool:
    """`03Л 131 512`: by the groups behind it is the beginning of a number."""
    if not _FIRST_GROUP.fullmatch(words.lower[index]) or words.separator(index + 1) not in _JOINTS:
        return False
    return _NEXT_GROUPS.match(words.text, words.starts[index + 1]) is not None


def _number_start(words: Words, end: int) -> int:
    """Return where in the text the groups of digits and letters before word `end` begin."""
    first = end - 1
    while first and words.codes[first - 1] and words.separator(first) in _JOINTS:
        first -= 1
    return words.starts[first]


def _folded(word: str) -> str:
    folded = word.translate(LOOK_ALIKES)
    return folded if folded.isascii() else _by_sound(word)


def _by_sound(word: str) -> str:
    """`06а905115д`: a number typed in Russian has letters by their looks and by their sound."""
    folded = word.translate(_NOT_BY_KEY).translate(LOOK_ALIKES)
    # `12345678 л` in one word may count something: a number has a letter within.
    if not folded.isascii() or not _BEFORE_DIGIT.search(word):
        return ""
    return folded if sum(map(str.isdecimal, word)) >= _SOUNDED_DIGITS else ""


def _series(lower: list[str], index: int) -> str:
    """`ос 90`: a series of filters in Russian letters, its number behind."""
    if lower[index] not in _SERIES or index + 1 == len(lower):
        return ""
    number = lower[index + 1]
    return _SERIES[lower[index]] if number.isdecimal() and len(number) in _SERIES_DIGITS else ""


def _capital(text: str, lower: list[str], starts: list[int], index: int) -> str:
    # "А 271 094 02 04" typed with a Russian A: the capital belongs to the number after it.
    if index + 1 == len(lower) or not lower[index + 1][0].isdecimal():
        return ""
    original = text[starts[index]]
    if original == lower[index]:
        return ""
    folded = original.translate(LOOK_ALIKES)
    return folded if folded.isascii() else ""
