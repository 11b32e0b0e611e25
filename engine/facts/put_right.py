"""Hear that a refusal only puts an order right: `передумал, доставка в Тверь, Советская 5`."""

from engine.facts.addresses import read_address
from engine.facts.names import find_name
from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.said import Said
from engine.facts.words import split_words

_DELIVERY = ("delivery_words",)
_INTRODUCING = "introduces_name"
_GONE = ("elsewhere_words", "acquired_words", "found_words", "paid_words")
"""What was got elsewhere tells why the order is refused, with an address or without."""


def tells_data_behind(said: Said, place: int, *, stage: str) -> bool:
    """Say whether an address or a receiver is told, or delivery refused, from a word on.

    The message has no numbers of parts or phones: such a one is no plain refusal anyway.
    """
    words = said.words
    if place >= len(words) or said.places.within(range(place, len(words)), *_GONE):
        return False
    if _refuses_delivery(said, range(place, len(words))):
        return True
    rest = _from(said, place)
    name = find_name(rest, numbers=frozenset(), stage=stage)
    if name and rest.says(_INTRODUCING):
        return True
    return read_address(rest, numbers=frozenset(), stage=stage, name=name).text is not None


def _refuses_delivery(said: Said, rest: range) -> bool:
    """`передумал, не надо доставку`: it is the delivery that is not wanted, and nothing else."""
    places = said.places
    delivery, refused = places.of(*_DELIVERY), places.of("will_not")
    told = not delivery.isdisjoint(rest) and not refused.isdisjoint(rest)
    return told and (delivery | refused | places.of("polite_words")).issuperset(rest)


def _from(said: Said, place: int) -> Said:
    words = said.words
    hits = tuple(
        Hit(hit.key, hit.first - place, hit.last - place) for hit in said.hits if hit.first >= place
    )
    return Said(split_words(words.text[words.starts[place] :]), hits, NameHits())
