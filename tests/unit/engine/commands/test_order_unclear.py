"""While an order may or may not exist, the dialog's next one is a person's."""

from dataclasses import dataclass

import pytest

from api.bootstrap.brain import Brain
from engine.commands.settle_effect import Done, NotDone, Resend, SettleEffect
from engine.commands.settle_effect import Finding as Found
from engine.crm_effects import DealConvert, TimelineComment
from engine.effects import (
    Action,
    ChatHandover,
    ChatReply,
    EffectKey,
    Failed,
    Finding,
    Succeeded,
    Undecidable,
    Unknown,
)
from engine.messages import Author, IncomingMessage, Message
from engine.order_effects import PlaceOrder
from engine.session import Lead, Session
from integrations.memory.operator_queue import MemoryOperatorQueue
from integrations.memory.order_desk import MemoryOrderDesk
from tests.unit.engine.commands.a_dialog import DIALOG, Dialog, World, offers_for
from tests.unit.engine.commands.at_the_summary import NUMBER, goes_to_the_summary


@dataclass
class UndecidedWorld(World):
    """A shop in which an order without an answer is never found."""

    def probe(self, action: Action) -> Finding:  # noqa: ARG002 - the port
        return Undecidable("ORDER_UNCLEAR")


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    """A client whose order got no answer and was left to a person."""
    opened = Dialog(brain, world=UndecidedWorld())
    opened.world.answers[NUMBER] = offers_for(NUMBER, 450)
    goes_to_the_summary(opened, choice="беру первый, две штуки")
    opened.world.outcomes = [Succeeded("1"), Unknown("timeout")]
    opened.hears("да")
    opened.clock.seconds += 600
    opened.serves()
    served = opened.serves()
    assert served.record is not None
    assert served.record.decision.reply_id == "create_order_abcp.unclear"
    opened.world.done.clear()
    return opened


def kinds(dialog: Dialog) -> set[type]:
    return {type(action) for action in dialog.world.done}


def test_the_next_order_goes_to_the_person_who_looks_for_the_first(dialog: Dialog) -> None:
    dialog.hears(f"нужен {NUMBER}")
    dialog.hears("беру первый, одну штуку")
    assert dialog.session.stage == "FINAL"
    dialog.world.done.clear()

    dialog.hears("да")

    assert PlaceOrder not in kinds(dialog)
    assert ChatHandover in kinds(dialog)
    assert dialog.world.asked_afresh == [f"{NUMBER}/VAG"]


def test_a_manager_who_gives_the_lead_back_lets_the_bot_order_again(dialog: Dialog) -> None:
    dialog.world.lead = Lead(5, "UC_5SCNOB")
    dialog.hears(f"нужен {NUMBER}")
    dialog.hears("беру первый, одну штуку")

    dialog.hears("да")

    assert PlaceOrder in kinds(dialog)


def test_a_manager_who_writes_has_come_back_from_looking(dialog: Dialog) -> None:
    assert dialog.session.order_unclear

    dialog.hears("Проверил, заказ есть", author=Author.MANAGER)

    assert not dialog.session.order_unclear


def test_news_that_rules_cannot_handle_is_remembered_too(dialog: Dialog) -> None:
    news = Message("", author=Author.SYSTEM, happening="order_unclear")
    incoming = IncomingMessage("m1", DIALOG, "chat7", 7, 0, news)

    handled = dialog.serve.handle.fallback(incoming, Session())

    assert handled.session.order_unclear


def settles(dialog: Dialog, finding: Found) -> EffectKey:
    """Let a person say what became of the one effect that waits."""
    queue = MemoryOperatorQueue(dialog.store)
    [effect] = queue.waiting_effects()
    settle = SettleEffect(queue, MemoryOrderDesk(dialog.store), "shop")
    settle(effect.key, finding, settled_by="anna: looked")
    return effect.key


def test_an_order_that_a_person_found_is_noted_for_the_manager_who_leads(dialog: Dialog) -> None:
    settles(dialog, Done("102123458"))

    dialog.serves()

    assert not dialog.session.order_unclear
    assert dialog.session.order_numbers == ("102123458",)
    assert kinds(dialog) == {TimelineComment}


def test_an_order_that_a_person_found_is_told_to_the_client_whom_the_bot_leads(
    dialog: Dialog,
) -> None:
    dialog.world.lead = Lead(5, "UC_5SCNOB")
    settles(dialog, Done("102123458"))

    dialog.serves()

    assert {ChatReply, DealConvert} <= kinds(dialog)
    assert "102123458" in dialog.world.replies[-1]


def test_after_an_order_that_is_not_there_the_bot_orders_again(dialog: Dialog) -> None:
    settles(dialog, NotDone())
    dialog.serves()

    assert not dialog.session.order_unclear
    dialog.hears(f"нужен {NUMBER}")
    dialog.hears("беру первый, одну штуку")
    dialog.hears("да")
    assert PlaceOrder in kinds(dialog)


def test_a_reply_that_was_not_said_is_said_when_a_person_wants_it(brain: Brain) -> None:
    opened = Dialog(brain)
    opened.world.outcomes = [Failed("ACCESS_DENIED")]
    opened.hears("привет")
    assert not opened.world.replies

    settles(opened, Resend())
    opened.serves()

    assert len(opened.world.replies) == 1
    assert not MemoryOperatorQueue(opened.store).waiting_effects()
