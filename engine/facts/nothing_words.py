"""Words that mean none of several, in every form: `ни один`, `никакой`."""

from itertools import pairwise

from engine.facts.words import Words

_NOT_ONE = "ни"
_ONE = frozenset({"один", "одна", "одно", "одного", "одной", "одну"})
_NO_SUCH = ("никако", "никака", "никаки")


def nothing_at(words: Words) -> frozenset[int]:
    """Return where they stand."""
    pairs = enumerate(pairwise(words.lower))
    not_one = {place for place, (word, after) in pairs if word == _NOT_ONE and after in _ONE}
    said = enumerate(words.lower)
    alone = {p for p, word in said if word.startswith(_NO_SUCH)}
    return frozenset(alone | not_one | {place + 1 for place in not_one})
