"""A client hears of their own orders and of nobody else's."""

from collections.abc import Sequence

import pytest

from engine.errors import OutcomeUnknown
from engine.evaluation.client_orders import is_of_client, look_up_orders
from engine.ports.order_states import LineState, OrderState
from engine.session import Contact, Session

MINE = OrderState("102123458", "В работе")
OF_OTHERS = OrderState("102123460", "Выдано", note="#BOT-X Орлов Пётр, +79995550011, Тула")
SHOP = (MINE, OF_OTHERS)


def shown(numbers: Sequence[str]) -> Sequence[OrderState]:
    return [order for order in SHOP if order.number in numbers]


def a_client(phone: str | None = None, *orders: str) -> Session:
    return Session(contact=Contact(phone=phone), order_numbers=orders)


@pytest.mark.parametrize(
    ("named", "session", "expected"),
    [
        ((), a_client(None, "102123458"), ("found", (MINE,))),
        (("102123458",), a_client(None, "102123458"), ("found", (MINE,))),
        (("102123458",), a_client(None), ("missing", ())),
        (("102123460",), a_client("+79995550011"), ("found", (OF_OTHERS,))),
        (("102123460",), a_client("+79995550012"), ("missing", ())),
        (("102123458", "102123460"), a_client(None, "102123458"), ("missing", ())),
        (("999",), a_client(None, "999"), ("missing", ())),
        ((), a_client(None), ("missing", ())),
        ((), a_client(None, "999, 102123458"), ("found", (MINE,))),
        (("102123458", "2", "3", "4"), a_client(None, "102123458"), ("missing", ())),
    ],
)
def test_who_hears_of_which_order(
    named: tuple[str, ...], session: Session, expected: tuple[str, tuple[OrderState, ...]]
) -> None:
    assert look_up_orders(named, session, shown) == expected


def test_a_shop_that_does_not_answer_is_told_apart_from_an_unknown_order() -> None:
    def down(_: Sequence[str]) -> Sequence[OrderState]:
        raise OutcomeUnknown("down", system="abcp", operation="orders/list")

    assert look_up_orders(("102123458",), a_client(), down) == ("failed", ())


def test_nothing_is_asked_for_nothing() -> None:
    def never(_: Sequence[str]) -> Sequence[OrderState]:
        raise AssertionError

    assert look_up_orders((), a_client(), never) == ("missing", ())


@pytest.mark.parametrize(
    ("phone", "note", "theirs"),
    [
        ("+79995550011", "Орлов, 8 (999) 555-00-11", True),
        ("+79995550011", "тел. 9995550011, Тула", True),
        ("+79995550011", "+79995550012", False),
        ("+79995550011", "", False),
        (None, "Орлов, +79995550011", False),
        ("", "Орлов, +79995550011", False),
        ("0011", "Орлов, +79995550011", False),
        ("0011", "0 - - - 0 1 1", False),
    ],
)
def test_a_phone_is_the_same_in_all_written_forms(
    phone: str | None, note: str, *, theirs: bool
) -> None:
    order = OrderState("1", "Получен", note=note)

    assert is_of_client(order, a_client(phone)) is theirs


def test_what_the_shop_notes_of_a_client_is_not_printed() -> None:
    assert "Орлов" not in repr(OF_OTHERS)


def test_an_order_has_one_status_only_when_all_its_lines_share_it() -> None:
    one, other = (LineState("VAG", "06A115561B", 1, status) for status in ("Получен", "Отказ"))

    assert OrderState("1", "В работе", (one, one)).shared_status == "Получен"
    assert OrderState("1", "В работе", (one, other)).shared_status is None
    assert OrderState("1", "В работе").shared_status == "В работе"
