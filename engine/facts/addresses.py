"""Read where to deliver: an address, or that the client comes for it."""

from dataclasses import dataclass
from typing import Literal

from engine.facts.said import Said

Pickup = Literal["none", "chosen", "asked", "declined"]


@dataclass(frozen=True)
class Address:
    """The address as the client wrote it, if any, and what was said about picking up."""

    text: str | None = None
    pickup: Pickup = "none"


def read_address(said: Said, *, numbers: frozenset[int], stage: str) -> Address:
    """Read the delivery of one message.

    `numbers` are indexes of words that belong to part numbers, VINs, phones or order numbers.
    """
    return Address()
