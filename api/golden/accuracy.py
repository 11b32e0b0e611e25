"""How often the answers were right, by the word that was expected."""

from collections import Counter
from collections.abc import Mapping

from api.golden.suite_run import SuiteRun


def accuracy(run: SuiteRun, key: str) -> Mapping[str, tuple[int, int]]:
    """Return right answers and all answers for every word expected under a key."""
    right, asked = Counter[str](), Counter[str]()
    for outcome in run.once:
        for turn in outcome.turns:
            word = turn.turn.expected(key)
            if isinstance(word, str):
                asked[word] += 1
                right[word] += turn.seen.get(key) == word
    return {word: (right[word], asked[word]) for word in sorted(asked)}
