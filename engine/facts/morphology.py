"""Ask the dictionary of Russian words, loaded once."""

import functools
import unicodedata
from collections.abc import Sequence

import pymorphy3


@functools.cache
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


@functools.lru_cache(maxsize=20_000)
def parses(word: str) -> Sequence[pymorphy3.analyzer.Parse]:
    """Return every reading of a lower-case word, the likeliest first; guessed for unknown words."""
    # pymorphy3 asks every letter for its Unicode name, and Tangut letters have none.
    named = "".join(letter if unicodedata.name(letter, "") else "?" for letter in word)
    return tuple(_analyzer().parse(named))


@functools.lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Say whether the dictionary holds a lower-case word, rather than guessing at it."""
    return bool(_analyzer().word_is_known(word))
