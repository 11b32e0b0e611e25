"""The record of every effect: written before sending, never deleted on failure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from engine.effects import EffectKey, EffectState
from engine.ports.dialogs import Claim


@dataclass(frozen=True)
class Started:
    """Permission to send, once: the attempt that must be quoted when reporting the outcome."""

    attempt: int


class Refused(StrEnum):
    """Why an effect may not be started."""

    LOST = "lost"
    NOT_STARTABLE = "not_startable"


@dataclass(frozen=True)
class JournalEntry:
    """One journalled effect as stored."""

    key: EffectKey
    state: EffectState
    attempt: int
    document: str
    result: str
    marker: str = ""
    marked_seconds_ago: float | None = None
    """By the store's own clock; None when nothing was marked."""


class EffectsJournal(Protocol):
    """State of effects: planned -> started -> succeeded | failed | unknown -> retry | manual.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def start(self, claim: Claim, key: EffectKey, *, nonce: str) -> Started | Refused:
        """Move planned or retry to started under the fence; the same nonce gets the same answer.

        A recovery point without a time, as versions before left it, is as old as this start.
        """
        ...

    def mark(self, claim: Claim, key: EffectKey, *, attempt: int, marker: str) -> bool:
        """Record a recovery point inside a started attempt; False when fence or attempt differ."""
        ...

    def finish(
        self,
        claim: Claim,
        key: EffectKey,
        *,
        attempt: int,
        state: EffectState,
        result: str,
        mail: str | None = None,
    ) -> bool:
        """Record the outcome of an attempt; accepted without the lease, for a result is a fact.

        `mail` goes to the head of the dialog's mailbox in the same step, once, when the outcome is
        final: mail read by a claim before that is no longer at the head.
        False when a newer attempt exists or the entry is already terminal; the very same outcome
        told again is accepted again. What is told by mail, or waits for a person, can be looked up
        for more than a year, the rest for a month.
        """
        ...

    def entry(self, claim: Claim, key: EffectKey) -> JournalEntry | None:
        """Return the entry as stored."""
        ...
