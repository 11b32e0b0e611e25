"""What is ordered is asked of the shop itself, whatever was quoted minutes ago."""

from itertools import count

import pytest

from api.bootstrap.brain import Brain
from engine.order_effects import PlaceOrder
from tests.unit.engine.commands.a_dialog import Dialog, offers_for
from tests.unit.engine.commands.at_the_summary import (
    NUMBER,
    at_the_summary,
    goes_to_the_summary,
)


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    return at_the_summary(brain)


def test_a_quotation_does_not_ask_afresh(dialog: Dialog) -> None:
    assert dialog.world.searches == [NUMBER]
    assert dialog.world.asked_afresh == []


def test_a_price_grown_a_little_is_ordered_at_with_the_sum_said_and_the_agreed_one_kept(
    dialog: Dialog,
) -> None:
    dialog.world.answers[NUMBER] = offers_for(NUMBER, 459)

    dialog.hears("да")

    [order] = [action for action in dialog.world.done if isinstance(action, PlaceOrder)]
    assert [(line.price, line.agreed_price) for line in order.lines] == [(459, 450)]
    assert "459" in dialog.world.replies[-1]


def test_the_same_basket_after_the_dialog_was_forgotten_is_another_order(
    dialog: Dialog, brain: Brain
) -> None:
    dialog.hears("да")
    begun_anew = Dialog(brain, dialog.world)
    begun_anew.message_ids = count(7001)
    begun_anew.world.answers[NUMBER] = offers_for(NUMBER, 450)
    goes_to_the_summary(begun_anew)

    begun_anew.hears("да")

    tags = [action.tag for action in dialog.world.done if isinstance(action, PlaceOrder)]
    assert len(set(tags)) == 2


def test_a_confirmed_order_asks_the_shop_itself(dialog: Dialog) -> None:
    dialog.hears("да")

    assert dialog.world.asked_afresh == [f"{NUMBER}/VAG"]
    assert dialog.world.searches == [NUMBER]
    assert dialog.session.stage == "ABCP_CREATE"
