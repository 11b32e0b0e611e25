"""Part a negation from the word it is glued to: `ненадо`, `небуду`, `неподходит`."""

import functools

from engine.facts.morphology import is_known, parses

NEGATION = "не"
NEGATIONS = (NEGATION, "ни")
"""As it is written, and as it sounds."""


_SHORTEST = 3
_NEEDED = frozenset({"нужен", "нужна", "нужно", "нужны"})
"""`ненужен` is a word of the dictionary, but customers mean that they do not need it."""

_NEGATED = frozenset({"VERB", "INFN", "PRED"})
_BY_EAR = frozenset({"нада", "надо"})
"""As they are said after a negation, which no dictionary has."""


@functools.lru_cache(maxsize=5_000)
def is_glued_negation(word: str) -> bool:
    """Say whether a lower-case word is a negation and what it negates, typed as one."""
    rest = word[len(NEGATION) :]
    if len(rest) < _SHORTEST or not word.startswith(NEGATIONS):
        return False
    if rest in _NEEDED or rest in _BY_EAR:
        return True
    if not word.startswith(NEGATION):
        return False
    return not is_known(word) and is_known(rest) and parses(rest)[0].tag.POS in _NEGATED
