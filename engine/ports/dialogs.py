"""Working on dialogs: one owner at a time, by lease and fence; state by compare-and-set."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, Self

from engine.effects import EffectKey, EffectState
from engine.messages import DialogKey

MAIL_PER_CLAIM = 10
"""Messages read at once: enough for a burst, and other dialogs get their turn."""


@dataclass(frozen=True)
class Ready:
    """A token that says: this dialog has work. `deliveries` counts how often it was handed out."""

    partition: int
    token: str
    dialog: DialogKey
    deliveries: int = 1
    consumer: str = ""
    """Who the token was handed to; a renewal keeps it theirs."""


@dataclass(frozen=True)
class Envelope:
    """A message waiting in a mailbox."""

    sequence: int
    """Given anew when an earlier message comes in between: a number never names two messages."""
    document: str
    order: int = 0
    """The higher, the later it was written; 0 for what is not known to have such a place."""


@dataclass(frozen=True)
class PendingEffect:
    """An effect that is planned or whose outcome is open, oldest first in its outbox."""

    key: EffectKey
    state: EffectState
    attempt: int
    document: str
    started_seconds_ago: float | None = None
    """By the store's own clock; None when never started."""
    first_started_seconds_ago: float | None = None
    """The same of the first of all its attempts."""


@dataclass(frozen=True)
class Claim:
    """The right to work on a dialog until the lease ends, with all that is needed to do so."""

    ready: Ready
    owner: str
    fence: int
    version: int
    session: str | None
    mail: tuple[Envelope, ...] = ()
    effects: tuple[PendingEffect, ...] = ()
    failures: int = 0
    """How often the message at the head of the mailbox has already failed."""

    @property
    def dialog(self) -> DialogKey:
        return self.ready.dialog

    def after(self, commit: "Commit") -> Self:
        """Return the claim as a successful commit leaves it."""
        planned = tuple(
            PendingEffect(effect.key, EffectState.PLANNED, 0, effect.document)
            for effect in commit.effects
        )
        return replace(
            self,
            version=self.version + 1,
            session=commit.session,
            mail=self.mail[1:],
            effects=(*self.effects, *planned),
            failures=0,
        )


@dataclass(frozen=True)
class Busy:
    """Somebody else holds the dialog, or the token is spent: leave it, reclaim brings it back."""

    retry_after_seconds: float


@dataclass(frozen=True)
class PlannedEffect:
    """An effect to be journalled in the same commit as the session."""

    key: EffectKey
    document: str


@dataclass(frozen=True)
class Commit:
    """One step of a dialog: message consumed, session replaced, effects planned; all or nothing."""

    sequence: int
    session: str
    effects: tuple[PlannedEffect, ...] = ()
    set_aside: str | None = None
    """Why the message also goes to a person, as `dead_letter` does; None when it does not."""


class Committed(StrEnum):
    """What became of a commit."""

    OK = "ok"
    LOST = "lost"
    """Another worker owns the dialog now."""
    CONFLICT = "conflict"
    """The session was changed meanwhile."""
    GONE = "gone"
    """The message is no longer at the head of the mailbox, or an earlier one came before it."""


class Dialogs(Protocol):
    """The scheduling of dialogs over any number of workers and hosts.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def ready(self, *, consumer: str, count: int, wait_seconds: float) -> Sequence[Ready]:
        """Take dialogs that have work, waiting a while for the first.

        `count` is what the caller would like: a store kept in partitions may hand out up to one
        more per partition, and all of them are the caller's.
        """
        ...

    def reclaim(self, *, consumer: str, idle_seconds: float, count: int) -> Sequence[Ready]:
        """Take over tokens whose worker has been silent for `idle_seconds`."""
        ...

    def hand_back(self, ready: Ready, *, idle_seconds: float) -> None:
        """Give up a token unclaimed, or after living through it: this delivery does not count.

        It counts as silent for `idle_seconds` already. Nothing happens when it was taken over.
        """
        ...

    def forget_consumers(self, *, idle_seconds: float) -> int:
        """Drop the names of those silent for so long who hold no token; return how many."""
        ...

    def promote_due(self) -> int:
        """Make postponed dialogs ready when their time by the store's clock has come."""
        ...

    def claim(self, ready: Ready, *, owner: str, nonce: str, lease_seconds: float) -> Claim | Busy:
        """Lock the dialog and read its session, mail and open effects in one step.

        The same owner and nonce get the same fence again, so that a repeated call is harmless.
        The claim holds the oldest MAIL_PER_CLAIM messages; release schedules the rest.
        """
        ...

    def mail(self, claim: Claim) -> Sequence[Envelope] | None:
        """Return all that waits by now, oldest first; None when the lease is lost."""
        ...

    def renew(self, claim: Claim, *, lease_seconds: float) -> bool:
        """Extend the lease; False when it is lost."""
        ...

    def commit(self, claim: Claim, commit: Commit, *, nonce: str) -> Committed:
        """Consume the head message, replace the session and plan effects, all or nothing.

        The same nonce gets OK again. To commit the next message use `claim.after(commit)`.
        """
        ...

    def note_failure(self, claim: Claim, *, sequence: int, nonce: str) -> int | None:
        """Count one more failure of the head message; None when the lease is lost.

        The same nonce is counted once.
        """
        ...

    def dead_letter(self, claim: Claim, *, sequence: int, reason: str) -> bool:
        """Move the head message aside for a person; False when the lease is lost.

        True also when the message is no longer at the head: it is out of the way.
        """
        ...

    def release(self, claim: Claim, *, delay_seconds: float | None = None) -> bool:
        """Give the dialog back: rescheduled at once if work is left, after the delay if given."""
        ...
