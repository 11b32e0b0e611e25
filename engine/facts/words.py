"""Cut text into words that remember where they stand and where clauses end."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from engine.facts.normalise import LOOK_ALIKES

WORD_LIMIT = 500
"""Words looked at: as many numbers as nobody sends by hand."""

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
    for piece in _PIECE.finditer(small):
        word = piece.group()
        if word[0].isalnum():
            if len(lower) == WORD_LIMIT:
                break
            lower.append(word)
            starts.append(piece.start())
            ends.append(piece.end())
            breaks.append(False)
        else:
            breaks[-1] = True
    breaks[-1] = True
    codes = tuple(
        word.upper() if word.isascii() else _folded(word) or _capital(text, lower, starts, index)
        for index, word in enumerate(lower)
    )
    return Words(text, small, tuple(lower), codes, tuple(starts), tuple(ends), tuple(breaks))


def _folded(word: str) -> str:
    if word.isalpha():
        return ""
    folded = word.translate(LOOK_ALIKES)
    return folded if folded.isascii() else ""


def _capital(text: str, lower: list[str], starts: list[int], index: int) -> str:
    # "А 271 094 02 04" typed with a Russian A: the capital belongs to the number after it.
    if len(lower[index]) > 1 or index + 1 == len(lower) or not lower[index + 1][0].isdecimal():
        return ""
    original = text[starts[index]]
    if original == lower[index]:
        return ""
    folded = original.translate(LOOK_ALIKES)
    return folded if folded.isascii() else ""
