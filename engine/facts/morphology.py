"""Ask the dictionary of Russian words, loaded once."""

import functools
import re
from collections.abc import Sequence

import pymorphy3


@functools.cache
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


# The dictionary stumbles over letters that Unicode has no name for.
_READABLE = re.compile("[a-zа-яё0-9-]+")
_UNREADABLE = "?"


@functools.lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Say whether the dictionary has a lower-case word; much cheaper than reading it."""
    return _READABLE.fullmatch(word) is not None and _analyzer().word_is_known(word)


@functools.lru_cache(maxsize=20_000)
def parses(word: str) -> Sequence[pymorphy3.analyzer.Parse]:
    """Return every reading of a lower-case word, the likeliest first; guessed for unknown words."""
    return tuple(_analyzer().parse(word if _READABLE.fullmatch(word) else _UNREADABLE))
