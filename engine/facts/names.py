"""Read a person's name: two or three words in any usual order."""

from engine.facts.said import Said
from engine.session import Contact


def read_name(said: Said, *, numbers: frozenset[int], stage: str) -> Contact:
    """Return the name parts told, without a phone.

    `numbers` are indexes of words that belong to part numbers, VINs, phones or order numbers.
    """
    return Contact()
