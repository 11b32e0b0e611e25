"""Part a negation from the word it is glued to: `ненадо`, `небуду`, `неподходит`."""

import functools

from engine.facts.morphology import is_known, parses

NEGATION = "не"

_SHORTEST = 3
_NEEDED = frozenset({"нужен", "нужна", "нужно", "нужны"})
"""`ненужен` is a word of the dictionary, but customers mean that they do not need it."""

_NEGATED = frozenset({"VERB", "INFN", "PRED"})
_BY_EAR = frozenset({"нада"})
"""As they are said, which no dictionary has."""


@functools.lru_cache(maxsize=5_000)
def is_glued_negation(word: str) -> bool:
    """Say whether a lower-case word is a negation and what it negates, typed as one."""
    rest = word.removeprefix(NEGATION)
    if rest == word or len(rest) < _SHORTEST:
        return False
    if rest in _NEEDED or rest in _BY_EAR:
        return True
    return not is_known(word) and is_known(rest) and parses(rest)[0].tag.POS in _NEGATED
