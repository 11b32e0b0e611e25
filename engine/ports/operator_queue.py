"""What waits for a person: messages put aside, and what the person makes of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType, Protocol

from engine.effects import EffectKey, EffectState
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


@dataclass(frozen=True)
class JournalledEffect:
    """An effect as operators see it."""

    key: EffectKey
    dialog: DialogKey
    state: EffectState
    attempt: int
    document: str = field(repr=False)
    result: str = ""
    """The other side's id of what was done, or why it was not."""
    started_at: float | None = None
    """Second of the store's clock at which it was last tried; None when it never was."""
    waits_since: float | None = None
    """Second of the store's clock since which it waits for a person; None when it does not."""
    settled_by: str = field(default="", repr=False)
    """The person who said what became of it, and why."""


@dataclass(frozen=True)
class Settlement:
    """What a person makes of an effect that waits for one."""

    state: EffectState
    """SUCCEEDED or FAILED: a fact that the person found out. RETRY: to be sent once more."""
    result: str
    settled_by: str = field(repr=False)
    mail: str | None = field(default=None, repr=False)
    """What the dialog is told of it, before the mail that nobody works on yet."""
    not_beside: str | None = None
    """No effect whose document begins so may be open in the dialog."""


@dataclass(frozen=True)
class Deed:
    """What an operator did."""

    did: str
    """`retried` or `dropped` a message, or `settled` an effect and as what."""
    subject: str
    """The message put aside, or the key of the effect."""
    dialog: DialogKey
    by: str = field(repr=False)
    """Who did it; with what was settled, also why."""
    at: float
    """Second of the store's clock."""


class Settling(StrEnum):
    """What came of settling."""

    SETTLED = "settled"
    NOT_WAITING = "not_waiting"
    """It waits for nobody, or somebody else has settled it otherwise."""
    BUSY = "busy"
    """An effect is open beside which this one is not settled."""


class OperatorQueue(Protocol):
    """Shows what waits for a person, and does what the person says, each at most once.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def dead_letters(self, *, limit: int) -> Sequence[DeadLetter]:
        """Return the messages put aside, the oldest first."""
        ...

    def dead_letter(self, letter: DeadLetterId) -> DeadLetter | None:
        """Return one of them, None when it is not there (any more)."""
        ...

    def retry(self, letter: DeadLetter, *, by: str) -> bool:
        """Give the message to its dialog again, behind what waits there now, whatever the limit.

        False when somebody else has taken it. Asked again after a lost answer, it says the same.
        """
        ...

    def drop(self, letter: DeadLetter, *, by: str) -> bool:
        """Forget the message for good; False when it was gone."""
        ...

    def waiting_effects(self) -> Sequence[JournalledEffect]:
        """Return the effects that wait for a person, the longest waiting first."""
        ...

    def effects(self) -> Iterator[JournalledEffect]:
        """Return every effect that is known, in no order; reads all that the store holds."""
        ...

    def effect(self, key: EffectKey) -> JournalledEffect | None:
        """Return an effect whatever its state, None for one that is not known (any more)."""
        ...

    def settle(self, key: EffectKey, settlement: Settlement) -> Settling:
        """Record what a person says of an effect that waits for one, and let its dialog go on.

        The very same settlement again, for a lost answer, is accepted and changes nothing.
        An effect to be sent once more counts as never tried: its time begins anew.
        """
        ...

    def deeds(self, *, limit: int) -> Sequence[Deed]:
        """Return what operators have done, the latest first: noted in one step with the deed."""
        ...
