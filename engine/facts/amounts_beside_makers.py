"""Doubt digits beside a maker who writes no numbers like them: `бош 1150 есть?` tells a price."""

from engine.facts.part_knowledge import NameHits, PartNumberKnowledge
from engine.facts.said import Said
from engine.facts.words import Words


def amounts_beside_makers(said: Said, knowledge: PartNumberKnowledge) -> frozenset[int]:
    """Return the words that may as well be a price as a number of a part: only the client knows."""
    words = said.words
    return frozenset(
        place
        for hit in said.names.brands
        for place, behind in ((hit.first - 1, hit.first - 2), (hit.last, hit.last + 1))
        if _is_code(words, place) and not _is_code(words, behind)
        if knowledge.is_strange_to(hit.key, words.codes[place])
    )


def without_brands(names: NameHits, beside: frozenset[int]) -> NameHits:
    """Return the names less the brands that stand beside these words."""
    if not beside:
        return names
    return names._replace(
        brands=tuple(b for b in names.brands if beside.isdisjoint((b.first - 1, b.last)))
    )


def _is_code(words: Words, place: int) -> bool:
    return 0 <= place < len(words) and bool(words.codes[place])
