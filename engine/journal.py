"""Deliver each effect at most once; an unknown outcome is reconciled, not resent.

Nothing outside this module makes an executor act: everything Cortex does to the world is here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeGuard, assert_never

from engine.effect_patience import (
    LONGEST_SEARCH_SECONDS,
    SEARCH_PAUSE_SECONDS,
    Patience,
    exhausted,
    is_hopeless,
    patience_with,
    pause_seconds,
    search_pause_seconds,
    state_when_exhausted,
    state_when_refused,
)
from engine.effects import (
    Action,
    Applied,
    ChatReply,
    ChatTyping,
    EffectState,
    Failed,
    LookAgain,
    NotApplied,
    NotRun,
    Outcome,
    Succeeded,
    Undecidable,
    Unknown,
    decode_effect,
    first_effects_before,
)
from engine.errors import InvalidInput, LeaseLost
from engine.leave_to_send import sending_while
from engine.order_news import news_of
from engine.ports.dialogs import Claim, PendingEffect
from engine.ports.effects_journal import EffectsJournal, JournalEntry, Refused, Started
from engine.ports.executors import Executor, StepwiseExecutor, TypingIndicator
from engine.recorded_trail import RecordedTrail

NOT_NEEDED = "NOT_NEEDED"
"""What is recorded of an effect whose occasion has passed."""

EARLIER_MESSAGES = 20
"""How many messages back the last confirmed reply is looked for."""


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
    patience: Patience,
) -> Delivery:
    """Carry one effect as far as is safe now and say how it stands.

    `may_act` tells whether the lease surely lasts: it is asked here, and again right before every
    call. `nonce` is new for every delivery: with it the store tells a repeated request from a
    second attempt. An attempt nobody answered for is left alone while it may still arrive, and
    then looked for before anything is sent again: see `Patience`.
    """
    record = _Record(journal, claim, pending)
    try:
        action = decode_effect(pending.document)
    except InvalidInput as error:
        return record.settle(pending.attempt, EffectState.MANUAL, error.code)
    record = replace(record, action=action)
    executor = executors[action.kind]
    patience = patience_with(action, patience)
    if pending.state not in {EffectState.PLANNED, EffectState.RETRY}:
        verdict = _reconcile(action, record, executor=executor, patience=patience)
        if verdict is not None:
            return verdict
    reason = exhausted(pending, action)
    if reason is not None:
        return record.settle(pending.attempt, state_when_exhausted(action), reason)
    started = journal.start(claim, pending.key, nonce=nonce)
    if not isinstance(started, Started):
        return Lost() if started is Refused.LOST else record.as_recorded()
    if not may_act():
        # Nothing was sent, and saying so spares the next owner the wait for an answer.
        record.keep(started.attempt, EffectState.RETRY, "lease ended before sending")
        return Lost()
    trail = RecordedTrail(journal, claim, pending.key, started.attempt, may_act)
    return _attempt(action, record, executor, trail, patience)


def record_crash(
    pending: PendingEffect, *, claim: Claim, journal: EffectsJournal, reason: str
) -> Delivery:
    """Say how an effect stands whose delivery broke off with an exception.

    An attempt that broke may have been applied, so it is looked for like any unknown one. What
    breaks again and again, or before anything was sent, will not be cured by repeating.
    """
    record = _Record(journal, claim, pending, _readable(pending))
    entry = journal.entry(claim, pending.key)
    # A later attempt than ours was started by the next owner, who answers for it.
    if entry is None or entry.state.terminal or entry.attempt > pending.attempt + 1:
        return record.as_recorded()
    if is_hopeless(entry, pending):
        return record.settle(entry.attempt, EffectState.MANUAL, reason)
    return record.postpone(entry.attempt, EffectState.UNKNOWN, reason, SEARCH_PAUSE_SECONDS)


def give_up(
    pending: PendingEffect, *, claim: Claim, journal: EffectsJournal, reason: str
) -> Delivery:
    """Leave an open effect to a person for good."""
    record = _Record(journal, claim, pending, _readable(pending))
    return record.settle(pending.attempt, EffectState.MANUAL, reason)


def drop(
    pending: PendingEffect, *, claim: Claim, journal: EffectsJournal, reason: str = NOT_NEEDED
) -> Delivery:
    """Leave an effect undone that nobody needs, or for a reason that its dialog must hear."""
    state = EffectState.SUCCEEDED if reason == NOT_NEEDED else EffectState.FAILED
    record = _Record(journal, claim, pending, _readable(pending))
    return record.settle(pending.attempt, state, reason)


def show_typing(indicator: TypingIndicator, typing: ChatTyping) -> None:
    """Show that an answer is being prepared: the one outward act that is not journalled."""
    indicator.show(typing)


@dataclass(frozen=True)
class _Record:
    journal: EffectsJournal
    claim: Claim
    pending: PendingEffect
    action: Action | None = None
    """What the effect is, once it is read: some outcomes are news to the dialog."""

    def keep(self, attempt: int, state: EffectState, result: str) -> bool:
        mail = None
        if self.action is not None:
            mail = news_of(self.action, dialog=self.claim.dialog, state=state, result=result)
        return self.journal.finish(
            self.claim,
            self.pending.key,
            attempt=attempt,
            state=state,
            result=result,
            mail=mail,
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


def _readable(pending: PendingEffect) -> Action | None:
    try:
        return decode_effect(pending.document)
    except InvalidInput:
        return None


def _reconcile(
    action: Action, record: _Record, *, executor: Executor, patience: Patience
) -> Delivery | None:
    """Find out what became of an open attempt; None when it may be sent again."""
    pending = record.pending
    remaining = patience.grace_seconds - (pending.started_seconds_ago or 0.0)
    if remaining > 0:
        return Postponed(remaining, pending.state, "waiting for a late arrival")
    finding = NotApplied() if executor.repeatable else executor.probe(_distinct(action, record))
    match finding:
        case Applied(reference):
            return record.settle(pending.attempt, EffectState.SUCCEEDED, reference, reconciled=True)
        case Undecidable(reason):
            return record.settle(pending.attempt, EffectState.MANUAL, reason)
        case LookAgain(reason, seconds):
            if (pending.started_seconds_ago or 0.0) >= LONGEST_SEARCH_SECONDS:
                return record.settle(pending.attempt, EffectState.MANUAL, reason)
            return Postponed(search_pause_seconds(seconds), pending.state, reason)
        case NotApplied():
            return _not_found(record, patience)
        case _:
            assert_never(finding)


def _not_found(record: _Record, patience: Patience) -> Delivery | None:
    """Believe that an attempt was not applied, once it cannot be applied any more."""
    pending = record.pending
    may_arrive = patience.arrival_seconds - (pending.started_seconds_ago or 0.0)
    if may_arrive > 0:
        return Postponed(may_arrive, pending.state, "not found, may still arrive")
    # Refused when somebody knows better; starting the effect is refused then, too.
    record.keep(pending.attempt, EffectState.RETRY, "not applied")
    return None


def _distinct(action: Action, record: _Record) -> Action:
    """Let a reply be looked for only behind the last one known to be ours.

    The same words may have been said before, and later than the message that is answered here.
    """
    if not isinstance(action, ChatReply):
        return action
    known = _last_confirmed_reply(record)
    return replace(action, after_message_id=max(action.after_message_id, known))


def _last_confirmed_reply(record: _Record) -> int:
    for key in first_effects_before(record.pending.key, messages=EARLIER_MESSAGES):
        entry = record.journal.entry(record.claim, key)
        if entry is not None and _is_confirmed_reply(entry):
            return int(entry.result)
    return 0


def _is_confirmed_reply(entry: JournalEntry) -> bool:
    if entry.state is not EffectState.SUCCEEDED or not entry.result.isdecimal():
        return False
    try:
        return isinstance(decode_effect(entry.document), ChatReply)
    except InvalidInput:
        return False


def _attempt(
    action: Action, record: _Record, executor: Executor, trail: RecordedTrail, patience: Patience
) -> Delivery:
    attempt = trail.attempt
    try:
        outcome = _execute(executor, action, trail)
    except LeaseLost:
        return Lost()
    match outcome:
        case Succeeded(reference):
            return record.settle(attempt, EffectState.SUCCEEDED, reference)
        case Failed(reason):
            return record.settle(attempt, state_when_refused(action), reason)
        case NotRun(reason, asked):
            pause = pause_seconds(action, attempt=attempt, asked=asked)
            return record.postpone(attempt, EffectState.RETRY, reason, pause)
        case Unknown(reason):
            pause = pause_seconds(action, attempt=attempt, asked=patience.grace_seconds)
            return record.postpone(attempt, EffectState.UNKNOWN, reason, pause)
        case _:
            assert_never(outcome)


def _is_stepwise(executor: Executor) -> TypeGuard[StepwiseExecutor]:
    # What isinstance would find out of the protocol, it finds out anew for every effect.
    return hasattr(executor, "resume")


def _execute(executor: Executor, action: Action, trail: RecordedTrail) -> Outcome:
    with sending_while(trail.may_act):
        if _is_stepwise(executor):
            return executor.resume(action, trail)
        return executor.execute(action)
