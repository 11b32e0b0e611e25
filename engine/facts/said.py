"""What was said, before anything is made of the numbers in it."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from engine.facts.knowledge import Knowledge
from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.places import Places
from engine.facts.refusals import find_refusals
from engine.facts.words import Words, split_words


@dataclass(frozen=True)
class Said:
    """The words of a message with the phrases and names found among them."""

    words: Words
    hits: tuple[Hit, ...]
    names: NameHits

    @functools.cached_property
    def keys(self) -> frozenset[str]:
        """The lexicon facts of which a phrase was found."""
        return frozenset(hit.key for hit in self.hits)

    @functools.cached_property
    def places(self) -> Places:
        """Where the phrases stand, by lexicon fact."""
        return Places(self.hits)

    def says(self, key: str) -> bool:
        """Tell whether a phrase of this lexicon fact was found."""
        return key in self.keys


def read_said(text: str, knowledge: Knowledge) -> Said:
    """Find phrases and names in normalised text."""
    words = split_words(text)
    hits = knowledge.lexicon.find(words)
    names = knowledge.part_numbers.find_names(words)
    if names.brands:
        hits = _without_slips(hits, words, names, knowledge)
    refusals = tuple(find_refusals(words, hits, names))
    if refusals:
        hits = sorted((*hits, *refusals), key=lambda hit: hit.first)
    return Said(words, tuple(hits), names)


def _without_slips(
    hits: Sequence[Hit], words: Words, names: NameHits, knowledge: Knowledge
) -> list[Hit]:
    """`фильтрон` is a maker, and no `фильтром` mistyped."""
    makers = {
        place
        for name in names.brands
        for place in range(name.first, name.last)
        if not knowledge.lexicon.knows(words.lower[place])
    }
    return [hit for hit in hits if not makers.issuperset(range(hit.first, hit.last))]
