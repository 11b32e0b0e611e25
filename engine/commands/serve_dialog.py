"""Serve one claimed dialog: finish what is open, then take its next message through to effects."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from engine.commands.deliver_effects import DeliverEffects, MayAct, kind_of
from engine.commands.handle_incoming_message import Handled, HandleIncomingMessage
from engine.commands.order_taken_back import why_taken_back
from engine.commands.reply_unseen import is_reply_unseen
from engine.commands.served import Delivered, Served
from engine.commands.take_up import TakenUp, take_up
from engine.effect_patience import Patience, bounded_pause_seconds
from engine.effects import Action, ChatReply, EffectKey, encode_effect, tagged
from engine.errors import CallFailed, CallNotRun, InvalidInput
from engine.journal import Lost, Postponed, Settled, give_up, record_crash
from engine.messages import IncomingMessage, decode_incoming
from engine.order_effects import PlaceOrder
from engine.ports.clock import Clock, Identifiers
from engine.ports.dialogs import (
    Claim,
    Commit,
    Committed,
    Dialogs,
    Envelope,
    PendingEffect,
    PlannedEffect,
)
from engine.ports.effects_journal import EffectsJournal
from engine.ports.executors import Executor
from engine.ports.lead_dialogs import DialogAddress, LeadDialogs
from engine.ports.meanwhile import Meanwhile, never
from engine.session import Session, decode_session, encode_session

RETRY_PAUSES_SECONDS = (1.0, 5.0, 25.0)
"""Pauses after the first failures of a message; one failure more sets it aside."""

WAITS_BEFORE_GIVING_UP = 30
"""Looks at a CRM that cannot be read, about half an hour, before a person gets the message."""


@dataclass(frozen=True)
class ServeDialog:
    """Works through one claim; stops the moment the dialog belongs to another worker."""

    handle: HandleIncomingMessage
    dialogs: Dialogs
    journal: EffectsJournal
    lead_dialogs: LeadDialogs
    executors: Mapping[str, Executor]
    identifiers: Identifiers
    clock: Clock
    patience: Patience
    meanwhile: Meanwhile = never

    def __call__(self, claim: Claim, *, may_act: MayAct) -> Served:
        """Deliver open effects first, for they were promised first, then take one message."""
        opened = self._effects(claim, claim.effects, may_act)
        if not claim.mail or opened.lost or opened.delay_seconds is not None:
            return opened
        if any(_brings_news(delivered) for delivered in opened.deliveries):
            # The news stands before the mail of this claim: it is taken up with the next one.
            return opened
        served = self._take(claim, claim.mail[0], may_act)
        return replace(served, deliveries=(*opened.deliveries, *served.deliveries))

    def after_failure(self, claim: Claim, *, reason: str, may_act: MayAct) -> Served:
        """Count a failure of the head message; one too many moves it to a person.

        With effects open it is not the message that failed but the first of them.
        """
        for pending in claim.effects:
            entry = self.journal.entry(claim, pending.key)
            if entry is not None and not entry.state.terminal:
                return self._broken(claim, pending, reason, may_act)
        claim = replace(claim, effects=())
        if not claim.mail:
            return Served(delay_seconds=RETRY_PAUSES_SECONDS[1])
        failures = self._note_failure(claim, claim.mail[0])
        if failures is None:
            return Served(lost=True)
        if failures <= len(RETRY_PAUSES_SECONDS):
            return Served(delay_seconds=RETRY_PAUSES_SECONDS[failures - 1])
        return self.give_up(claim, reason=reason, may_act=may_act)

    def give_up(self, claim: Claim, *, reason: str, may_act: MayAct) -> Served:
        """Hand what cannot be handled to a person and tell the client that a person will answer.

        An open effect comes before the message, so it is the one that is given up.
        """
        if claim.effects:
            return self._abandon(claim, claim.effects[0], reason)
        if not claim.mail:
            return Served()
        envelope = claim.mail[0]
        try:
            incoming = decode_incoming(envelope.document)
            handled = self.handle.fallback(incoming, _session_if_readable(claim))
        except InvalidInput as error:
            # Nobody can be told: the message itself, or the portal it came from, is unreadable.
            return self.bury(claim, reason=error.code)
        served = self._commit(claim, envelope, handled, may_act, set_aside=reason)
        return replace(served, incoming=incoming, set_aside=None if served.lost else reason)

    def bury(self, claim: Claim, *, reason: str) -> Served:
        """Move the head message to a person without a word to the client."""
        if not claim.mail:
            return Served()
        sequence = claim.mail[0].sequence
        moved = self.dialogs.dead_letter(claim, sequence=sequence, reason=reason)
        return Served(lost=not moved, set_aside=reason if moved else None)

    def _broken(self, claim: Claim, pending: PendingEffect, reason: str, may_act: MayAct) -> Served:
        """Journal that the delivery of an effect broke off; those behind it wait."""
        if not may_act():
            # The next owner's attempt would be taken for the one that broke.
            return Served(lost=True)
        broken = record_crash(pending, claim=claim, journal=self.journal, reason=reason)
        pause = broken.seconds if isinstance(broken, Postponed) else RETRY_PAUSES_SECONDS[0]
        deliveries = (Delivered(pending.key, kind_of(pending), broken, 0.0),)
        return Served(delay_seconds=pause, lost=isinstance(broken, Lost), deliveries=deliveries)

    def _abandon(self, claim: Claim, effect: PendingEffect, reason: str) -> Served:
        settled = give_up(effect, claim=claim, journal=self.journal, reason=reason)
        return Served(deliveries=(Delivered(effect.key, kind_of(effect), settled, 0.0),))

    def _take(self, claim: Claim, envelope: Envelope, may_act: MayAct) -> Served:
        try:
            incoming = decode_incoming(envelope.document)
            session = _session_of(claim)
        except InvalidInput as error:
            return self.give_up(replace(claim, effects=()), reason=error.code, may_act=may_act)
        taken = take_up(incoming, _readable(claim.mail[1:]), session)
        try:
            handled = self._heard(claim, incoming, taken)
        except CallFailed as error:
            return self._wait(claim, envelope, error, may_act)
        self._remember(incoming, handled.session)
        served = self._commit(claim, envelope, handled, may_act)
        return replace(served, incoming=incoming)

    def _heard(self, claim: Claim, incoming: IncomingMessage, taken: TakenUp) -> Handled:
        if taken.incoming is None:
            return self.handle.pass_over(incoming, taken.session)
        unseen = is_reply_unseen(incoming, taken.session, claim=claim, journal=self.journal)
        return self.handle(taken.incoming, taken.session, reply_unseen=unseen)

    def _remember(self, incoming: IncomingMessage, session: Session) -> None:
        """Let what happens to the lead find this chat; before the commit, so never forgotten."""
        if session.lead is None or incoming.message.happening != "none":
            return
        self.lead_dialogs.remember(
            member_id=incoming.member_id,
            lead_id=session.lead.id,
            address=DialogAddress(incoming.dialog, incoming.dialog_id, incoming.chat_id),
        )

    def _wait(self, claim: Claim, envelope: Envelope, error: CallFailed, may_act: MayAct) -> Served:
        """Leave the message where it is: the CRM could not be read, and nothing was done."""
        waits = self._note_failure(claim, envelope)
        if waits is None:
            return Served(lost=True)
        if waits > WAITS_BEFORE_GIVING_UP:
            return self.give_up(replace(claim, effects=()), reason=error.code, may_act=may_act)
        asked = error.retry_after_seconds if isinstance(error, CallNotRun) else 0.0
        pause = bounded_pause_seconds(max(asked, 2.0**waits))
        return Served(delay_seconds=pause, waits_for=f"{error.system} {error.code}")

    def _note_failure(self, claim: Claim, envelope: Envelope) -> int | None:
        nonce = self.identifiers.new("failure")
        return self.dialogs.note_failure(claim, sequence=envelope.sequence, nonce=nonce)

    def _commit(
        self,
        claim: Claim,
        envelope: Envelope,
        handled: Handled,
        may_act: MayAct,
        *,
        set_aside: str | None = None,
    ) -> Served:
        planned = _planned(claim, envelope, handled.actions)
        commit = Commit(
            sequence=envelope.sequence,
            session=encode_session(_knowing_its_reply(handled, planned)),
            effects=planned,
            set_aside=set_aside,
        )
        done = self.dialogs.commit(claim, commit, nonce=self.identifiers.new("commit"))
        if done is not Committed.OK:
            return Served(lost=True)
        after = claim.after(commit)
        served = self._effects(after, after.effects[len(claim.effects) :], may_act)
        return replace(served, record=handled.record)

    @property
    def _effects(self) -> DeliverEffects:
        return DeliverEffects(
            self.journal,
            self.executors,
            self.identifiers,
            self.clock,
            self.patience,
            self._taken_back,
            self.dialogs.mail,
            self.meanwhile,
        )

    def _taken_back(self, claim: Claim) -> str | None:
        """Read what waits behind an order: it may not want it as confirmed any more."""
        waiting = _readable(claim.mail)
        return why_taken_back(waiting, _session_if_readable(claim), self.handle.flow.decide.read)


def _brings_news(delivered: Delivered) -> bool:
    return delivered.kind == PlaceOrder.kind and isinstance(delivered.delivery, Settled)


def _readable(mail: Sequence[Envelope]) -> Sequence[IncomingMessage]:
    """Return what can be read of waiting mail; the rest is dealt with when its turn comes."""
    messages: list[IncomingMessage] = []
    for envelope in mail:
        with suppress(InvalidInput):
            messages.append(decode_incoming(envelope.document))
    return messages


def _session_if_readable(claim: Claim) -> Session:
    try:
        return _session_of(claim)
    except InvalidInput:
        return Session()


def _session_of(claim: Claim) -> Session:
    return decode_session(claim.session) if claim.session else Session()


def _knowing_its_reply(handled: Handled, planned: Sequence[PlannedEffect]) -> Session:
    """Return the session with the key of the reply that is said now, if any is."""
    for action, effect in zip(handled.actions, planned, strict=True):
        if isinstance(action, ChatReply):
            return replace(handled.session, last_reply_key=effect.key)
    return handled.session


def _planned(
    claim: Claim, envelope: Envelope, actions: Sequence[Action]
) -> tuple[PlannedEffect, ...]:
    keys = [EffectKey(f"{claim.dialog}.{envelope.sequence}.{i}") for i in range(len(actions))]
    return tuple(
        PlannedEffect(key=key, document=encode_effect(tagged(action, key)))
        for key, action in zip(keys, actions, strict=True)
    )
