"""Clauses of a message: stretches of words between stops."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from engine.facts.words import Words

CONCLUDING = "conclusion_words"
JOINTS = (CONCLUDING, "joint_words")
"""Lexicon facts of words that begin a part of a clause: `деталь живая | так что не надо`."""


class Clauses:
    """Where the clauses of a message are and which of them ask."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._starts = [index for index in range(len(words)) if words.breaks[index]]
        edges = pairwise((*self._starts, len(words)))
        self._clauses = [range(first, last) for first, last in edges]

    def __iter__(self) -> Iterator[range]:
        return iter(self._clauses)

    def of(self, index: int) -> range:
        """Return the words of the clause that a word stands in."""
        return self._clauses[bisect_right(self._starts, index) - 1]

    def parts(self, index: int, joints: frozenset[int]) -> Iterator[range]:
        """Cut the clause of a word in front of words that join sentences."""
        clause = self.of(index)
        first = clause.start
        for place in clause:
            if place in joints and place > first and place - 1 not in joints:
                yield range(first, place)
                first = place
        yield range(first, clause.stop)

    def asks(self, index: int) -> bool:
        """Say whether the clause of a word ends with a question mark."""
        last = self.of(index).stop
        words = self._words
        end = words.starts[last] if last < len(words) else len(words.text)
        return "?" in words.text[words.ends[last - 1] : end]

    def without(self, first: int, last: int) -> Iterator[range]:
        """Return what is left of every clause beside words first..last."""
        for start in self._starts:
            clause = self.of(start)
            left = range(clause.start, min(clause.stop, first))
            right = range(max(clause.start, last), clause.stop)
            yield from (part for part in (left, right) if part)
