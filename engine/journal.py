"""Deliver each effect at most once; an unknown outcome is reconciled, not resent.

Nothing outside this module makes an executor act: everything Cortex does to the world is here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from engine.effects import (
    Action,
    Applied,
    ChatTyping,
    EffectState,
    Failed,
    LookAgain,
    NotApplied,
    NotRun,
    Succeeded,
    Undecidable,
    Unknown,
    decode_effect,
)
from engine.errors import InvalidInput
from engine.ports.dialogs import Claim, PendingEffect
from engine.ports.effects_journal import EffectsJournal, Refused, Started
from engine.ports.executors import Executor, TypingIndicator

LONGEST_RETRY_PAUSE_SECONDS = 300.0
"""Retries slow down to this: an outage of hours must not become a flood of calls."""

LONGEST_SEARCH_SECONDS = 3600.0
"""An attempt that could not be looked for in so long goes to a person: the client still waits."""

SEARCH_PAUSE_SECONDS = 5.0
"""At least so long between two looks."""


@dataclass(frozen=True)
class Settled:
    """The effect is finished; go on with the next one."""

    state: EffectState
    detail: str = ""
    """The other side's id of what was done, or the reason why it was not."""
    reconciled: bool = False
    """Found on the other side afterwards instead of being answered."""


@dataclass(frozen=True)
class Postponed:
    """The effect is still open; later effects of the dialog wait with it for so long."""

    seconds: float
    state: EffectState
    reason: str


@dataclass(frozen=True)
class Lost:
    """The dialog belongs to another worker: stop, send nothing."""


Delivery = Settled | Postponed | Lost


def deliver_once(
    pending: PendingEffect,
    *,
    claim: Claim,
    journal: EffectsJournal,
    executors: Mapping[str, Executor],
    may_act: Callable[[], bool],
    nonce: str,
    grace_seconds: float,
) -> Delivery:
    """Carry one effect as far as is safe now and say how it stands.

    `may_act` tells whether the lease surely lasts: it is asked right before sending. `nonce` is
    new for every call: with it the store tells a repeated request from a second attempt. An
    attempt nobody answered for is left alone for `grace_seconds`, while it may still arrive, and
    then looked for before anything is sent again.
    """
    record = _Record(journal, claim, pending)
    try:
        action = decode_effect(pending.document)
    except InvalidInput as error:
        return record.settle(pending.attempt, EffectState.MANUAL, error.code)
    executor = executors[action.kind]
    if pending.state not in {EffectState.PLANNED, EffectState.RETRY}:
        verdict = _reconcile(action, record, executor=executor, grace_seconds=grace_seconds)
        if verdict is not None:
            return verdict
    started = journal.start(claim, pending.key, nonce=nonce)
    if not isinstance(started, Started):
        return Lost() if started is Refused.LOST else record.as_recorded()
    if not may_act():
        # Nothing was sent, and saying so spares the next owner the wait for an answer.
        record.keep(started.attempt, EffectState.RETRY, "lease ended before sending")
        return Lost()
    return _attempt(action, record, executor, attempt=started.attempt, grace_seconds=grace_seconds)


def show_typing(indicator: TypingIndicator, typing: ChatTyping) -> None:
    """Show that an answer is being prepared: the one outward act that is not journalled."""
    indicator.show(typing)


@dataclass(frozen=True)
class _Record:
    journal: EffectsJournal
    claim: Claim
    pending: PendingEffect

    def keep(self, attempt: int, state: EffectState, result: str) -> bool:
        return self.journal.finish(
            self.claim, self.pending.key, attempt=attempt, state=state, result=result
        )

    def settle(
        self, attempt: int, state: EffectState, result: str, *, reconciled: bool = False
    ) -> Delivery:
        if self.keep(attempt, state, result):
            return Settled(state, result, reconciled)
        return self.as_recorded()

    def postpone(self, attempt: int, state: EffectState, reason: str, seconds: float) -> Delivery:
        if self.keep(attempt, state, reason):
            return Postponed(seconds, state, reason)
        return self.as_recorded()

    def as_recorded(self) -> Delivery:
        """Believe the journal: an earlier owner's answer may have come in after our claim."""
        entry = self.journal.entry(self.claim, self.pending.key)
        if entry is not None and entry.state.terminal:
            return Settled(entry.state, entry.result)
        return Lost()


def _reconcile(
    action: Action, record: _Record, *, executor: Executor, grace_seconds: float
) -> Delivery | None:
    """Find out what became of an open attempt; None when it may be sent again."""
    pending = record.pending
    remaining = grace_seconds - (pending.started_seconds_ago or 0.0)
    if remaining > 0:
        return Postponed(remaining, pending.state, "waiting for a late arrival")
    finding = NotApplied() if executor.repeatable else executor.probe(action)
    match finding:
        case Applied(reference):
            return record.settle(pending.attempt, EffectState.SUCCEEDED, reference, reconciled=True)
        case Undecidable(reason):
            return record.settle(pending.attempt, EffectState.MANUAL, reason)
        case LookAgain(reason, seconds):
            if (pending.started_seconds_ago or 0.0) >= LONGEST_SEARCH_SECONDS:
                return record.settle(pending.attempt, EffectState.MANUAL, reason)
            return Postponed(max(seconds, SEARCH_PAUSE_SECONDS), pending.state, reason)
        case NotApplied():
            # Refused when somebody knows better; starting the effect is refused then, too.
            record.keep(pending.attempt, EffectState.RETRY, "not applied")
            return None
        case _:
            assert_never(finding)


def _attempt(
    action: Action, record: _Record, executor: Executor, *, attempt: int, grace_seconds: float
) -> Delivery:
    outcome = executor.execute(action)
    match outcome:
        case Succeeded(reference):
            return record.settle(attempt, EffectState.SUCCEEDED, reference)
        case Failed(reason):
            return record.settle(attempt, EffectState.FAILED, reason)
        case NotRun(reason, asked):
            pause = _pause_seconds(attempt=attempt, asked=asked)
            return record.postpone(attempt, EffectState.RETRY, reason, pause)
        case Unknown(reason):
            return record.postpone(attempt, EffectState.UNKNOWN, reason, grace_seconds)
        case _:
            assert_never(outcome)


def _pause_seconds(*, attempt: int, asked: float) -> float:
    doubled = 2.0 ** min(attempt - 1, 16)
    return max(asked, min(doubled, LONGEST_RETRY_PAUSE_SECONDS))
