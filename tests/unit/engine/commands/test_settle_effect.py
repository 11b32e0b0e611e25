"""A person says what became of an effect: facts that contradict each other are refused."""

from dataclasses import dataclass, field

import pytest

from engine.commands.settle_effect import Done, Finding, NotDone, Resend, SettleEffect
from engine.effects import (
    Action,
    ChatHandover,
    ChatReply,
    EffectKey,
    EffectState,
    encode_effect,
)
from engine.errors import CortexError
from engine.messages import decode_incoming
from engine.order_effects import PlaceOrder
from engine.ports.dialogs import Claim, Commit, PlannedEffect
from engine.ports.order_desk import OrderState
from tests.contract.stores import Store, a_dialog, memory_store

ACCOUNT = "shop"
REPLY = ChatReply("m1", "chat1", 1, "Здравствуйте!", after_message_id=100)
HANDOVER = ChatHandover("m1", 1)


def an_order(tag: str = "BOT-1") -> PlaceOrder:
    return PlaceOrder("m1", "chat1", 1, tag, (), "Марина", "+79123456789", "Пермь")


@dataclass
class Office:
    """A dialog whose effect waits for a person, and the person who looks into it."""

    action: Action = field(default_factory=an_order)
    order_state: OrderState | None = OrderState.UNCLEAR
    store: Store = field(default_factory=memory_store)

    def __post_init__(self) -> None:
        self.key = self.waits(self.action)
        if self.order_state is not None and isinstance(self.action, PlaceOrder):
            self.puts_on_the_desk(self.order_state, self.action.tag)

    def opens(self, action: Action) -> tuple[Claim, EffectKey]:
        self.store.accept(a_dialog(), "hello")
        claim = self.store.take()
        key = EffectKey(f"{a_dialog()}.{claim.mail[0].sequence}.0")
        commit = Commit(claim.mail[0].sequence, "{}", (PlannedEffect(key, encode_effect(action)),))
        assert self.store.dialogs.commit(claim, commit, nonce=self.store.nonce()) == "ok"
        return claim.after(commit), key

    def waits(self, action: Action, reason: str = "ORDER_UNCLEAR") -> EffectKey:
        claim, key = self.opens(action)
        self.store.journal.start(claim, key, nonce=self.store.nonce())
        self.store.journal.finish(claim, key, attempt=1, state=EffectState.MANUAL, result=reason)
        self.store.dialogs.release(claim)
        return key

    def puts_on_the_desk(self, state: OrderState, tag: str) -> None:
        desk = self.store.order_desk
        turn = desk.enter(ACCOUNT, tag=tag, nonce="n", lease_seconds=60)
        assert turn is not None
        desk.begin_sending(turn, notes="")
        desk.leave(turn)
        if state is not OrderState.SENDING:
            desk.settle(ACCOUNT, tag=tag, state=state, result="R")

    def says(self, finding: Finding, key: EffectKey | None = None) -> None:
        settle = SettleEffect(self.store.operator_queue, self.store.order_desk, ACCOUNT)
        settle(key or self.key, finding, settled_by="anna: looked")

    def refuses(self, finding: Finding, key: EffectKey | None = None) -> str:
        with pytest.raises(CortexError) as refused:
            self.says(finding, key)
        return refused.value.code

    def waiting(self) -> list[EffectKey]:
        return [effect.key for effect in self.store.operator_queue.waiting_effects()]

    def on_the_desk(self) -> tuple[OrderState, str]:
        record = self.store.order_desk.record(ACCOUNT, tag="BOT-1")
        assert record is not None
        return record.state, record.result

    def news(self) -> list[tuple[str, str | None]]:
        """What the dialog is told, with the number of the order."""
        return [
            (told.message.happening, told.message.order_number)
            for ready in self.store.ready()
            for mail in self.store.claim(ready).mail
            for told in [decode_incoming(mail.document)]
        ]


@pytest.fixture
def office() -> Office:
    return Office()


def test_an_order_that_was_found_is_told_to_its_dialog(office: Office) -> None:
    office.says(Done("102123458"))

    assert office.on_the_desk() == (OrderState.PLACED, "102123458")
    assert office.news() == [("order_placed", "102123458")]
    assert not office.waiting()


def test_an_order_that_is_not_there_is_told_to_its_dialog(office: Office) -> None:
    office.says(NotDone())

    assert office.on_the_desk() == (OrderState.REFUSED, "SETTLED_NOT_DONE")
    assert office.news() == [("order_failed", None)]
    assert not office.waiting()


def test_an_order_is_never_sent_again_by_hand(office: Office) -> None:
    assert office.refuses(Resend()) == "EFFECT_NOT_RESENT"

    assert office.on_the_desk()[0] is OrderState.UNCLEAR
    assert office.waiting()


def test_a_chat_is_not_handed_over_twice() -> None:
    assert Office(HANDOVER).refuses(Resend()) == "EFFECT_NOT_RESENT"


def test_an_order_that_was_found_has_a_number(office: Office) -> None:
    assert office.refuses(Done()) == "ORDER_NUMBER_MISSING"

    assert office.on_the_desk()[0] is OrderState.UNCLEAR


def test_what_the_shop_has_confirmed_cannot_be_denied() -> None:
    office = Office(order_state=OrderState.PLACED)

    assert office.refuses(NotDone()) == "ORDER_SURELY_PLACED"

    assert office.waiting()


def test_an_order_that_may_still_be_on_its_way_is_not_denied_yet() -> None:
    office = Office(order_state=OrderState.SENDING)

    assert office.refuses(NotDone()) == "ORDER_ON_ITS_WAY"

    office.store.pass_time(900)
    office.says(NotDone())
    assert office.on_the_desk()[0] is OrderState.REFUSED


def test_an_order_that_never_came_to_the_desk_is_settled_without_it() -> None:
    office = Office(order_state=None)

    office.says(NotDone())

    assert office.store.order_desk.record(ACCOUNT, tag="BOT-1") is None
    assert not office.waiting()


def test_without_the_shop_nobody_settles_an_order(office: Office) -> None:
    settle = SettleEffect(office.store.operator_queue, office.store.order_desk, None)

    with pytest.raises(CortexError) as refused:
        settle(office.key, Done("1"), settled_by="anna: looked")

    assert refused.value.code == "SHOP_NOT_CONFIGURED"
    assert office.waiting()


def test_the_same_words_again_are_accepted_and_others_are_refused(office: Office) -> None:
    office.says(Done("102123458"))

    office.says(Done("102123458"))

    assert office.refuses(NotDone()) == "EFFECT_NOT_WAITING"
    assert office.news() == [("order_placed", "102123458")]


def test_what_was_half_written_down_is_completed_by_the_same_words(office: Office) -> None:
    office.store.order_desk.settle(ACCOUNT, tag="BOT-1", state=OrderState.PLACED, result="7")

    assert office.refuses(NotDone()) == "ORDER_SURELY_PLACED"
    office.says(Done("7"))

    assert office.news() == [("order_placed", "7")]


def test_of_two_orders_that_wait_the_later_one_is_settled_first(office: Office) -> None:
    later = office.waits(an_order("BOT-2"))

    assert office.refuses(NotDone()) == "LATER_ORDER_WAITS"

    office.says(NotDone(), later)
    office.says(NotDone())
    assert not office.waiting()


def test_a_reply_that_waits_holds_no_order_up(office: Office) -> None:
    reply = office.waits(REPLY)

    office.says(NotDone())

    assert office.waiting() == [reply]


def test_no_order_is_settled_while_another_one_is_under_way(office: Office) -> None:
    claim, _ = office.opens(an_order("BOT-2"))

    assert office.refuses(NotDone()) == "DIALOG_BUSY"

    assert office.waiting() == [office.key]
    office.store.dialogs.release(claim)


def test_a_reply_under_way_holds_no_order_up(office: Office) -> None:
    office.opens(REPLY)

    office.says(NotDone())

    assert not office.waiting()


def test_news_that_was_told_already_is_not_told_again() -> None:
    office = Office()
    office.says(NotDone())
    office.store.dialogs.release(office.store.commit(office.store.take()))
    stale = office.waits(an_order("BOT-2"), reason="TOO_OLD")

    office.says(NotDone(), stale)

    assert not office.waiting()
    assert office.news() == []


def test_what_is_no_order_changes_nothing_in_its_dialog_when_settled() -> None:
    office = Office(REPLY)

    office.says(Done("205"))

    effect = office.store.operator_queue.effect(office.key)
    assert effect is not None
    assert (effect.state, effect.result) == (EffectState.SUCCEEDED, "205")
    assert office.news() == []


def test_an_effect_that_is_not_known_is_not_settled(office: Office) -> None:
    assert office.refuses(NotDone(), EffectKey("nobody|chat1.1.0")) == "EFFECT_UNKNOWN"


def test_an_effect_nobody_can_read_is_settled_as_a_fact_only() -> None:
    store = memory_store()
    store.accept(a_dialog(), "hello")
    claim = store.take()
    key = EffectKey(f"{a_dialog()}.1.0")
    claim = store.commit(claim, key)
    store.journal.finish(
        claim, key, attempt=0, state=EffectState.MANUAL, result="EFFECT_DOCUMENT_INVALID"
    )
    settle = SettleEffect(store.operator_queue, store.order_desk, ACCOUNT)

    with pytest.raises(CortexError) as refused:
        settle(key, Resend(), settled_by="anna")
    settle(key, NotDone(), settled_by="anna")

    assert refused.value.code == "EFFECT_NOT_RESENT"
    assert not store.operator_queue.waiting_effects()
