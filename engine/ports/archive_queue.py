"""What has come to its end and may be kept outside the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

IDLE_BEFORE_ARCHIVE_SECONDS = 24 * 3600
"""A dialog that rests so long has come to an end, for now."""

Kind = Literal["effect", "session", "deed"]


@dataclass(frozen=True)
class Ended:
    """One thing that has ended, as the store has it now."""

    kind: Kind
    name: str
    """The key of the effect, the dialog, or what the store calls the deed of an operator."""
    noted_at: float
    """When it is due, by the store's clock: noted anew, it is another end."""
    fields: Mapping[str, str] = field(repr=False)
    """Empty when the store has forgotten it meanwhile."""


class ArchiveQueue(Protocol):
    """Tells what has ended, again and again until it is said to be kept.

    An effect has ended when nothing more will happen without a person, and anew when a person
    settles it. What operators do with messages put aside is told of as well: nothing else is left
    of these. Every method raises StoreUnavailable when the store does not answer.
    """

    def due(self, *, limit: int) -> Sequence[Ended]:
        """Return what has ended and is not kept yet, about so many."""
        ...

    def kept(self, ended: Sequence[Ended]) -> None:
        """Tell of these no more, except of those that have ended anew meanwhile."""
        ...
