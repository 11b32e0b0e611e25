"""Sending each effect at most once, whatever happens on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from engine.effects import (
    Action,
    Applied,
    ChatReply,
    ChatTyping,
    EffectKey,
    EffectState,
    Failed,
    Finding,
    NotApplied,
    NotRun,
    Outcome,
    Succeeded,
    Undecidable,
    Unknown,
    encode_effect,
)
from engine.journal import (
    LONGEST_RETRY_PAUSE_SECONDS,
    Delivery,
    Lost,
    Postponed,
    Settled,
    deliver_once,
    show_typing,
)
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

    def execute(self, action: Action) -> Outcome:
        self.executed.append(action)
        self.while_sending()
        return self.outcome

    def probe(self, action: Action) -> Finding:
        self.probed.append(action)
        return self.finding


@dataclass
class Chat:
    """A dialog whose claim holds one effect to deliver."""

    store: Store
    claim: Claim
    hands: Hands

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
            executor=self.hands,
            may_act=may_act,
            nonce=self.store.nonce(),
            grace_seconds=GRACE_SECONDS,
        )

    def after_seconds(self, seconds: float) -> "Chat":
        """Return the dialog as its next owner finds it so much later."""
        self.store.dialogs.release(self.claim)
        self.store.pass_time(seconds)
        return replace(self, claim=self.store.take("worker-2"))

    def start_and_die(self) -> None:
        """Leave the effect as a worker does that dies while sending."""
        self.store.journal.start(self.claim, self.key, nonce=self.store.nonce())


@pytest.fixture
def chat() -> Chat:
    return a_chat(encode_effect(REPLY))


def a_chat(document: str) -> Chat:
    store = memory_store()
    store.accept(a_dialog(), "one")
    claim = store.take()
    commit = Commit(1, "{}", (PlannedEffect(EffectKey(f"{a_dialog()}.1.0"), document),))
    store.dialogs.commit(claim, commit, nonce=store.nonce())
    return Chat(store, claim.after(commit), Hands())


def test_planned_effect_is_sent_and_recorded(chat: Chat) -> None:
    delivery = chat.deliver()

    assert delivery == Settled(EffectState.SUCCEEDED, "message 8")
    assert (chat.hands.executed, chat.state) == ([REPLY], EffectState.SUCCEEDED)


def test_effect_is_journalled_as_started_before_it_is_sent(chat: Chat) -> None:
    seen: list[EffectState | None] = []
    chat.hands.while_sending = lambda: seen.append(chat.state)

    chat.deliver()

    assert seen == [EffectState.STARTED]


def test_effect_delivered_twice_from_the_same_claim_is_sent_once(chat: Chat) -> None:
    chat.deliver()

    again = chat.deliver()

    assert again == Settled(EffectState.SUCCEEDED, "message 8")
    assert len(chat.hands.executed) == 1


def test_nothing_is_sent_when_another_worker_owns_the_dialog(chat: Chat) -> None:
    chat.store.take_over("worker-2")

    assert chat.deliver() == Lost()
    assert (chat.hands.executed, chat.state) == ([], EffectState.PLANNED)


def test_nothing_is_sent_when_the_lease_may_end_meanwhile(chat: Chat) -> None:
    delivery = chat.deliver(may_act=lambda: False)

    assert delivery == Lost()
    assert (chat.hands.executed, chat.state) == ([], EffectState.RETRY)


def test_lease_is_asked_for_after_the_journal_and_before_sending(chat: Chat) -> None:
    seen: list[EffectState | None] = []

    def may_act() -> bool:
        seen.append(chat.state)
        return not chat.hands.executed

    chat.deliver(may_act=may_act)

    assert seen == [EffectState.STARTED]
    assert chat.hands.executed


def test_refused_effect_is_failed_and_never_sent_again(chat: Chat) -> None:
    chat.hands.outcome = Failed("CHAT_NOT_FOUND")

    delivery = chat.deliver()

    assert delivery == Settled(EffectState.FAILED, "CHAT_NOT_FOUND")
    assert chat.deliver() == delivery
    assert len(chat.hands.executed) == 1


def test_effect_surely_not_run_waits_as_long_as_the_other_side_asks(chat: Chat) -> None:
    chat.hands.outcome = NotRun("QUERY_LIMIT_EXCEEDED", retry_after_seconds=12)

    assert chat.deliver() == Postponed(12, EffectState.RETRY, "QUERY_LIMIT_EXCEEDED")
    assert chat.state is EffectState.RETRY


def test_effect_surely_not_run_is_sent_again_without_a_probe(chat: Chat) -> None:
    chat.hands.outcome = NotRun("QUERY_LIMIT_EXCEEDED", retry_after_seconds=1)
    chat.deliver()
    chat.hands.outcome = Succeeded("message 8")

    delivery = chat.after_seconds(1).deliver()

    assert delivery == Settled(EffectState.SUCCEEDED, "message 8")
    assert (len(chat.hands.executed), chat.hands.probed) == (2, [])


def test_pauses_between_tries_double_up_to_a_limit(chat: Chat) -> None:
    chat.hands.outcome = NotRun("down", retry_after_seconds=0.5)
    pauses = []

    for _ in range(20):
        delivery = chat.deliver()
        assert isinstance(delivery, Postponed)
        pauses.append(delivery.seconds)
        chat = chat.after_seconds(0)

    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == LONGEST_RETRY_PAUSE_SECONDS


def test_unknown_outcome_waits_the_grace_before_anything_else(chat: Chat) -> None:
    chat.hands.outcome = Unknown("read timeout")

    assert chat.deliver() == Postponed(GRACE_SECONDS, EffectState.UNKNOWN, "read timeout")
    assert chat.state is EffectState.UNKNOWN


@pytest.mark.parametrize("answered", [True, False])
def test_open_attempt_is_neither_probed_nor_sent_within_the_grace(
    chat: Chat, *, answered: bool
) -> None:
    chat.hands.outcome = Unknown("read timeout")
    chat.deliver() if answered else chat.start_and_die()
    sent = len(chat.hands.executed)

    delivery = chat.after_seconds(GRACE_SECONDS - 3).deliver()

    assert isinstance(delivery, Postponed)
    assert delivery.seconds == pytest.approx(3)
    assert (len(chat.hands.executed), chat.hands.probed) == (sent, [])


def test_effect_of_a_dead_worker_found_applied_is_reconciled_not_resent(chat: Chat) -> None:
    chat.start_and_die()
    chat.hands.finding = Applied("message 8")

    later = chat.after_seconds(GRACE_SECONDS + 1)

    assert later.deliver() == Settled(EffectState.SUCCEEDED, "message 8", reconciled=True)
    assert (chat.hands.executed, chat.hands.probed) == ([], [REPLY])


def test_unknown_outcome_proved_not_applied_is_sent_again(chat: Chat) -> None:
    chat.hands.outcome = Unknown("read timeout")
    chat.deliver()
    chat.hands.outcome = Succeeded("message 8")

    later = chat.after_seconds(GRACE_SECONDS + 1)

    assert later.deliver() == Settled(EffectState.SUCCEEDED, "message 8")
    assert (len(chat.hands.executed), len(chat.hands.probed)) == (2, 1)


def test_unknown_outcome_nobody_can_decide_goes_to_a_person(chat: Chat) -> None:
    chat.start_and_die()
    chat.hands.finding = Undecidable("history is not readable")

    later = chat.after_seconds(GRACE_SECONDS + 1)

    assert later.deliver() == Settled(EffectState.MANUAL, "history is not readable")
    assert (chat.hands.executed, later.state) == ([], EffectState.MANUAL)


def test_absolute_write_is_repeated_without_a_probe_after_the_grace(chat: Chat) -> None:
    chat.hands.repeatable = True
    chat.start_and_die()

    later = chat.after_seconds(GRACE_SECONDS + 1)

    assert later.deliver() == Settled(EffectState.SUCCEEDED, "message 8")
    assert (len(chat.hands.executed), chat.hands.probed) == (1, [])


def test_absolute_write_waits_the_grace_too(chat: Chat) -> None:
    chat.hands.repeatable = True
    chat.start_and_die()

    assert isinstance(chat.after_seconds(1).deliver(), Postponed)
    assert not chat.hands.executed


def test_answer_that_reached_the_first_owner_meanwhile_is_believed(chat: Chat) -> None:
    chat.start_and_die()
    later = chat.after_seconds(GRACE_SECONDS + 1)
    chat.store.journal.finish(
        chat.claim, chat.key, attempt=1, state=EffectState.SUCCEEDED, result="late"
    )

    assert later.deliver() == Settled(EffectState.SUCCEEDED, "late")
    assert not chat.hands.executed


def test_owner_whose_attempt_was_overtaken_stops(chat: Chat) -> None:
    def overtake() -> None:
        heir = chat.store.take_over("worker-2")
        journal = chat.store.journal
        journal.finish(heir, chat.key, attempt=1, state=EffectState.RETRY, result="")
        journal.start(heir, chat.key, nonce="heir")

    chat.hands.while_sending = overtake

    assert chat.deliver() == Lost()
    assert chat.state is EffectState.STARTED


def test_outcome_seen_after_the_lease_was_lost_is_still_recorded(chat: Chat) -> None:
    chat.hands.while_sending = lambda: chat.store.pass_time(60)

    assert chat.deliver() == Settled(EffectState.SUCCEEDED, "message 8")
    assert chat.state is EffectState.SUCCEEDED


def test_executor_that_breaks_leaves_the_attempt_open(chat: Chat) -> None:
    def break_down() -> None:
        raise ZeroDivisionError

    chat.hands.while_sending = break_down

    with pytest.raises(ZeroDivisionError):
        chat.deliver()

    assert chat.state is EffectState.STARTED
    assert isinstance(chat.after_seconds(1).deliver(), Postponed)


def test_document_nobody_can_read_goes_to_a_person_and_blocks_nothing() -> None:
    chat = a_chat("not an effect")

    assert chat.deliver() == Settled(EffectState.MANUAL, "EFFECT_DOCUMENT_INVALID")
    assert not chat.hands.executed
    chat.store.dialogs.release(chat.claim)
    assert not chat.store.ready()


def test_typing_is_shown_without_a_journal_entry() -> None:
    shown: list[ChatTyping] = []
    typing = ChatTyping(member_id="member", dialog_id="chat1")

    class Indicator:
        def show(self, typing: ChatTyping) -> None:
            shown.append(typing)

    show_typing(Indicator(), typing)

    assert shown == [typing]
