"""Understand which of the offers the client takes, and how many pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.facts.said import Said
from engine.session import Offer

ChoiceKind = Literal["none", "one", "several", "unclear", "unknown"]


@dataclass(frozen=True)
class Choice:
    """Offers the message takes or leaves, by the numbers the client was shown."""

    kind: ChoiceKind = "none"
    ids: tuple[int, ...] = ()
    added: bool = False
    """They come beside what was chosen before instead of replacing it."""
    dropped: tuple[int, ...] = ()
    """Offers that the client does not want, though chosen or named."""
    quantity: int = 0
    """Pieces of each offer taken; 0 when the message names none."""
    quantities: Mapping[int, int] = field(default_factory=dict)
    """Pieces named for one offer only."""

    @property
    def pieces_named(self) -> int | None:
        """Return the pieces the message names, for the first offer where they differ."""
        return self.quantity or next(iter(self.quantities.values()), None)

    def pieces_of(self, offer: Offer) -> int:
        """Return how many pieces of a chosen offer are wanted after the message."""
        named = self.quantities.get(offer.id, self.quantity if self._names(offer) else 0)
        return named or offer.quantity

    def _names(self, offer: Offer) -> bool:
        return not self.ids or offer.id in self.ids

    def applied_to(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """Return what is chosen after the message."""
        kept = chosen if self.added or not self.ids else ()
        return tuple(
            number for number in dict.fromkeys((*kept, *self.ids)) if number not in self.dropped
        )


def read_choice(
    said: Said,
    offers: Sequence[Offer],
    *,
    chosen: Sequence[int],
    numbers: frozenset[int],
    stage: str,
) -> Choice:
    """Read a choice among the offers shown.

    `numbers` are indexes of words that belong to part numbers, VINs, phones or order numbers.
    """
    return Choice()
