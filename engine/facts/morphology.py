"""Ask the dictionary of Russian words, loaded once."""

import functools
from collections.abc import Sequence

import pymorphy3


@functools.cache
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


@functools.lru_cache(maxsize=20_000)
def parses(word: str) -> Sequence[pymorphy3.analyzer.Parse]:
    """Return every reading of a lower-case word, the likeliest first; guessed for unknown words."""
    return tuple(_analyzer().parse(word))
