"""The shop is asked about the client's orders inside the flow, when there is one to ask for."""

import pytest

from api.bootstrap.brain import Brain
from engine.effects import ChatHandover
from engine.errors import OutcomeUnknown
from engine.ports.order_states import OrderState
from tests.unit.engine.commands.a_dialog import Dialog


@pytest.fixture
def dialog(brain: Brain) -> Dialog:
    opened = Dialog(brain)
    opened.world.orders = [OrderState("102123458", "В работе", note="+79123456789")]
    return opened


def handed_over(dialog: Dialog) -> bool:
    return any(isinstance(action, ChatHandover) for action in dialog.world.done)


def test_a_named_order_is_asked_for_once_and_told(dialog: Dialog) -> None:
    dialog.hears("мой телефон 89123456789")

    dialog.hears("где заказ 102123458?")

    assert dialog.world.orders_asked == ["102123458"]
    assert dialog.world.typing == 1
    assert "102123458 — статус «В работе»" in dialog.world.replies[-1]
    assert not handed_over(dialog)


def test_an_order_of_somebody_else_is_not_told(dialog: Dialog) -> None:
    dialog.hears("где заказ 102123458?")

    assert dialog.world.orders_asked == ["102123458"]
    assert "В работе" not in dialog.world.replies[-1]
    assert handed_over(dialog)


def test_nothing_is_asked_where_no_order_is_known(dialog: Dialog) -> None:
    dialog.hears("где мой заказ?")

    assert dialog.world.orders_asked == []
    assert dialog.world.typing == 0
    assert handed_over(dialog)


def test_a_shop_that_fails_leaves_no_silence(dialog: Dialog) -> None:
    dialog.world.order_errors = [OutcomeUnknown("down", system="abcp", operation="orders/list")]

    served = dialog.hears("где заказ 102123458?")

    assert served.record is not None
    assert served.record.decision.reply_id == "respond.order_state_failed"
    assert handed_over(dialog)
