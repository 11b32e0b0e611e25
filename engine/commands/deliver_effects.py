"""Deliver the open effects of a dialog in their order, and say when an order takes long."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial

from engine.commands.served import Delivered, Served
from engine.effect_patience import ORDER_GRACE_SECONDS, Patience, is_long_wait
from engine.effects import EffectState, Failed, NotApplied, NotRun, OrderWait, decode_effect
from engine.errors import InvalidInput
from engine.journal import Lost, Postponed, Settled, deliver_once, drop
from engine.order_effects import PlaceOrder
from engine.ports.clock import Clock, Identifiers
from engine.ports.dialogs import Claim, Envelope, PendingEffect
from engine.ports.effects_journal import EffectsJournal
from engine.ports.executors import Executor, RevocableExecutor
from engine.ports.meanwhile import Meanwhile

MayAct = Callable[[], bool]
TakenBack = Callable[[Claim], str | None]
"""Says why the order of a dialog is not wanted any more, None while it is."""
MailNow = Callable[[Claim], Sequence[Envelope] | None]
"""Reads all that waits in a dialog by now, None when the lease is lost."""

_NOT_ON_ITS_WAY = frozenset({EffectState.PLANNED, EffectState.RETRY})


@dataclass(frozen=True)
class DeliverEffects:
    """Goes on until an effect has to wait; nothing passes it but the word that it takes long."""

    journal: EffectsJournal
    executors: Mapping[str, Executor]
    identifiers: Identifiers
    clock: Clock
    patience: Patience
    taken_back: TakenBack
    mail_now: MailNow
    meanwhile: Meanwhile

    def __call__(self, claim: Claim, effects: Sequence[PendingEffect], may_act: MayAct) -> Served:
        deliveries: list[Delivered] = []
        for place, pending in enumerate(effects):
            if _is_word_of_waiting(pending):
                # In its turn it comes only when the order before it is settled.
                if isinstance(drop(pending, claim=claim, journal=self.journal), Lost):
                    return Served(lost=True, deliveries=tuple(deliveries))
                continue
            told: list[Delivered] = []
            with self._telling_of_a_slow_shop(claim, effects[place:], may_act, told):
                delivered = self._taken_back(claim, pending) or self._one(claim, pending, may_act)
            deliveries += told
            deliveries.append(delivered)
            match delivered.delivery:
                case Postponed(seconds):
                    if not told:
                        deliveries += self._word_of_waiting(claim, effects[place:], may_act)
                    return Served(delay_seconds=seconds, deliveries=tuple(deliveries))
                case Lost():
                    return Served(lost=True, deliveries=tuple(deliveries))
                case Settled():
                    continue
        return Served(deliveries=tuple(deliveries))

    def _taken_back(self, claim: Claim, pending: PendingEffect) -> Delivered | None:
        """Leave an order undone that its client takes back, if surely nothing has gone out."""
        if kind_of(pending) != PlaceOrder.kind:
            return None
        reason = self.taken_back(claim)
        if reason is None or not self._is_surely_unsent(pending):
            return None
        dropped = drop(pending, claim=claim, journal=self.journal, reason=reason)
        return Delivered(pending.key, PlaceOrder.kind, dropped, 0.0)

    def _is_surely_unsent(self, pending: PendingEffect) -> bool:
        """Ask whoever sends it: another effect of the same basket may have sent it, too."""
        started_ago = pending.started_seconds_ago or 0.0
        if pending.state not in _NOT_ON_ITS_WAY and started_ago < ORDER_GRACE_SECONDS:
            return False
        finding = self.executors[PlaceOrder.kind].probe(decode_effect(pending.document))
        return isinstance(finding, NotApplied)

    def _hands(self, claim: Claim, pending: PendingEffect) -> Mapping[str, Executor]:
        """Let whoever places an order ask once more, after all its looks at the shop."""
        ordering = self.executors.get(PlaceOrder.kind)
        if kind_of(pending) != PlaceOrder.kind or not isinstance(ordering, RevocableExecutor):
            return self.executors
        unless = ordering.unless(partial(self._objection, claim))
        return {**self.executors, PlaceOrder.kind: unless}

    def _objection(self, claim: Claim) -> Failed | NotRun | None:
        """Read what has come since the claim: it may take back what is about to be sent."""
        mail = self.mail_now(claim)
        if mail is None:
            return NotRun("LEASE_ENDED", 0.0)
        if tuple(mail) == claim.mail:
            return None
        reason = self.taken_back(replace(claim, mail=tuple(mail)))
        return None if reason is None else Failed(reason)

    def _telling_of_a_slow_shop(
        self,
        claim: Claim,
        effects: Sequence[PendingEffect],
        may_act: MayAct,
        told: list[Delivered],
    ) -> AbstractContextManager[None]:
        """Say the word while the shop holds the request of the order; nothing else passes it."""
        order, *following = effects
        word = next(filter(_is_word_of_waiting, following[:1]), None)
        if word is None:
            return nullcontext()
        left = self.patience.order_wait_seconds - (order.first_started_seconds_ago or 0.0)
        return self.meanwhile(left, lambda: told.append(self._one(claim, word, may_act)))

    def _word_of_waiting(
        self, claim: Claim, effects: Sequence[PendingEffect], may_act: MayAct
    ) -> tuple[Delivered, ...]:
        """Tell the client past an order that has been open for long; the order stays open."""
        order, *following = effects
        word = next(filter(_is_word_of_waiting, following[:1]), None)
        if word is None or not is_long_wait(order, self.patience):
            return ()
        return (self._one(claim, word, may_act),)

    def _one(self, claim: Claim, pending: PendingEffect, may_act: MayAct) -> Delivered:
        started = self.clock.monotonic()
        delivery = deliver_once(
            pending,
            claim=claim,
            journal=self.journal,
            executors=self._hands(claim, pending),
            may_act=may_act,
            nonce=self.identifiers.new("fx"),
            patience=self.patience,
        )
        seconds = self.clock.monotonic() - started
        return Delivered(pending.key, kind_of(pending), delivery, seconds)


def kind_of(pending: PendingEffect) -> str:
    """Return the word of an effect's action."""
    try:
        return decode_effect(pending.document).kind
    except InvalidInput:
        return "unreadable"


def _is_word_of_waiting(pending: PendingEffect) -> bool:
    return kind_of(pending) == OrderWait.kind
