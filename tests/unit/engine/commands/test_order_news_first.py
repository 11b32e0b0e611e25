"""What came of an order is told before what was typed meanwhile, and is told of that order."""

import pytest

from api.bootstrap.brain import Brain
from engine.crm_effects import DealConvert
from engine.effects import ChatHandover, Succeeded, Unknown
from engine.order_effects import PlaceOrder
from engine.session import ProductRow
from tests.unit.engine.commands.a_dialog import Dialog, offers_for

FIRST, SECOND = "06A115561B", "61217726563"


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    opened = Dialog(brain)
    opened.world.answers = {FIRST: offers_for(FIRST, 450), SECOND: offers_for(SECOND, 620)}
    for text in (
        f"нужен {FIRST}",
        "беру первый",
        "Соколова Марина Олеговна, 8 912 345-67-89",
        "Пермь, ул. Мира, 4",
    ):
        opened.hears(text)
    return opened


def orders_slowly(dialog: Dialog) -> None:
    """Say yes to an order that the shop does not answer for."""
    dialog.world.outcomes = [Succeeded("1"), Unknown("timeout")]
    served = dialog.hears("да")
    assert [delivered.kind for delivered in served.deliveries][-1] == PlaceOrder.kind
    assert served.delay_seconds is not None


def serves_all(dialog: Dialog) -> list[str]:
    """Serve until nothing is left and return the replies in the order they were said."""
    dialog.clock.seconds += 60
    told = []
    while dialog.store.dialog(dialog.key).mailbox or dialog.store.dialog(dialog.key).outbox:
        served = dialog.serves()
        dialog.clock.seconds += served.delay_seconds or 0
        if served.record is not None:
            told.append(served.record.decision.reply_id or "")
    return told


def test_news_of_a_slow_order_is_told_before_what_was_typed_meanwhile(dialog: Dialog) -> None:
    orders_slowly(dialog)
    dialog.receives(f"нужен {SECOND}")
    dialog.receives("беру первый")

    told = serves_all(dialog)

    assert told == ["convert_lead.order_placed", "quote.offers", "create_order_abcp.summary"]
    assert dialog.session.chosen_offer_ids == (1,)


def test_the_deal_of_a_slow_order_gets_the_rows_of_that_order(dialog: Dialog) -> None:
    orders_slowly(dialog)
    for text in (f"нужен {SECOND}", "беру первый", "да"):
        dialog.receives(text)

    serves_all(dialog)

    deals = [action for action in dialog.world.done if isinstance(action, DealConvert)]
    assert [deal.rows for deal in deals] == [
        (ProductRow(f"VAG {FIRST}", "450", 1),),
        (ProductRow(f"VAG {SECOND}", "620", 1),),
    ]


def test_a_yes_said_three_times_orders_once_and_calls_nobody(dialog: Dialog) -> None:
    for text in ("да", "да", "да!!"):
        dialog.receives(text)

    told = serves_all(dialog)

    assert told == [
        *("create_order_abcp.accepted", "convert_lead.order_placed"),
        *("respond.order_is_placed", "respond.order_is_placed"),
    ]
    assert [type(action) for action in dialog.world.done].count(PlaceOrder) == 1
    assert not any(isinstance(action, ChatHandover) for action in dialog.world.done)
