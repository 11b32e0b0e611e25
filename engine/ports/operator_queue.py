"""What waits for a person: messages put aside, and what the person makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NewType, Protocol

from engine.messages import DialogKey

DeadLetterId = NewType("DeadLetterId", str)
"""`p<partition>-<millisecond>-<number>`: where the message lies, sortable by when within it."""


@dataclass(frozen=True)
class DeadLetter:
    """A message that was put aside."""

    id: DeadLetterId
    dialog: DialogKey
    document: str = field(repr=False)
    reason: str
    failures: int
    put_aside_at: float
    """Second of the store's clock."""


class OperatorQueue(Protocol):
    """Shows what was put aside and takes it up again, each at most once.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def dead_letters(self, *, limit: int) -> Sequence[DeadLetter]:
        """Return the messages put aside, the oldest first."""
        ...

    def dead_letter(self, letter: DeadLetterId) -> DeadLetter | None:
        """Return one of them, None when it is not there (any more)."""
        ...

    def retry(self, letter: DeadLetter) -> bool:
        """Give the message to its dialog again, behind what waits there now, whatever the limit.

        False when somebody else has taken it. Asked again after a lost answer, it says the same.
        """
        ...

    def drop(self, letter: DeadLetter) -> bool:
        """Forget the message for good; False when it was gone."""
        ...
