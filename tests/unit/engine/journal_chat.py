"""One dialog with one effect to deliver, and hands that answer as told."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from engine.effect_patience import Patience
from engine.effects import (
    ACTION_KINDS,
    Action,
    ChatReply,
    EffectKey,
    EffectState,
    Finding,
    NotApplied,
    Outcome,
    Succeeded,
)
from engine.journal import Delivery, deliver_once, record_crash
from engine.ports.dialogs import Claim, Commit, PendingEffect, PlannedEffect
from tests.contract.stores import Store, a_dialog, memory_store

GRACE_SECONDS = 40.0
REPLY = ChatReply(
    member_id="member", dialog_id="chat1", chat_id=1, text="Добрый день!", after_message_id=7
)


@dataclass
class Hands:
    """An executor whose answers are given; remembers what it was asked to do."""

    outcome: Outcome = field(default_factory=lambda: Succeeded("message 8"))
    finding: Finding = field(default_factory=NotApplied)
    repeatable: bool = False
    executed: list[Action] = field(default_factory=list)
    probed: list[Action] = field(default_factory=list)
    while_sending: Callable[[], None] = lambda: None
    while_probing: Callable[[], None] = lambda: None

    def execute(self, action: Action) -> Outcome:
        self.executed.append(action)
        self.while_sending()
        return self.outcome

    def probe(self, action: Action) -> Finding:
        self.probed.append(action)
        self.while_probing()
        return self.finding


@dataclass
class Chat:
    """A dialog whose claim holds one effect to deliver."""

    store: Store
    claim: Claim
    hands: Hands
    arrival_seconds: float = GRACE_SECONDS

    @property
    def key(self) -> EffectKey:
        return self.claim.effects[0].key

    @property
    def state(self) -> EffectState | None:
        entry = self.store.journal.entry(self.claim, self.key)
        return entry.state if entry else None

    def deliver(
        self, *, pending: PendingEffect | None = None, may_act: Callable[[], bool] = lambda: True
    ) -> Delivery:
        return deliver_once(
            pending or self.claim.effects[0],
            claim=self.claim,
            journal=self.store.journal,
            executors=dict.fromkeys(ACTION_KINDS, self.hands),
            may_act=may_act,
            nonce=self.store.nonce(),
            patience=Patience(GRACE_SECONDS, self.arrival_seconds),
        )

    def after_seconds(self, seconds: float) -> "Chat":
        """Return the dialog as its next owner finds it so much later."""
        self.store.dialogs.release(self.claim)
        self.store.pass_time(seconds)
        return replace(self, claim=self.store.take("worker-2"))

    def crash(self, *, reason: str = "ZeroDivisionError") -> Delivery:
        """Deliver with hands that break, as a worker does that then goes on."""
        try:
            return self.deliver()
        except ZeroDivisionError:
            return record_crash(
                self.claim.effects[0], claim=self.claim, journal=self.store.journal, reason=reason
            )

    def start_and_die(self) -> None:
        """Leave the effect as a worker does that dies while sending."""
        self.store.journal.start(self.claim, self.key, nonce=self.store.nonce())


def a_chat(document: str) -> Chat:
    store = memory_store()
    store.accept(a_dialog(), "one")
    claim = store.take()
    commit = Commit(1, "{}", (PlannedEffect(EffectKey(f"{a_dialog()}.1.0"), document),))
    store.dialogs.commit(claim, commit, nonce=store.nonce())
    return Chat(store, claim.after(commit), Hands())
