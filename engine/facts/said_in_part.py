"""Cut a message, with the phrases and names found in it, down to some of its words."""

from collections.abc import Iterable

from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.said import Said
from engine.facts.words import split_words


def part_of(said: Said, part: range) -> Said:
    """Return what is said in these words alone, with places that count from the first of them."""
    words, names = said.words, said.names
    text = words.text[words.starts[part.start] : words.ends[part.stop - 1]] if part else ""
    return Said(
        split_words(text),
        _within(said.hits, part),
        NameHits(makes=_within(names.makes, part), brands=_within(names.brands, part)),
    )


def places_in(part: range, places: Iterable[int]) -> frozenset[int]:
    """Return those of the places that lie in a part, counted from its first word."""
    return frozenset(place - part.start for place in places if place in part)


def _within(hits: Iterable[Hit], part: range) -> tuple[Hit, ...]:
    return tuple(
        Hit(hit.key, hit.first - part.start, hit.last - part.start)
        for hit in hits
        if part.start <= hit.first and hit.last <= part.stop
    )
