"""Doubt a delivery that a message tells in two ways, or on a condition."""

from engine.facts.addresses import Address
from engine.facts.said import Said

_CONDITION = "если"
_COMPARING = ("cheaper_words", "faster_words", "compared_delivery")


def in_doubt(told: Address, said: Said) -> Address:
    """Return a delivery as told, or as unclear: an address and pickup, or pickup on a condition."""
    if told.pickup != "chosen":
        return told
    conditional = _CONDITION in said.words.lower and said.places.any_of(*_COMPARING)
    return Address(pickup="unclear") if told.text or conditional else told
