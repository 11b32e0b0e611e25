"""The order of a confirmed basket and its tag."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.commands.plan_order import order_tag, plan_order
from engine.decisions import Decision
from engine.messages import IncomingMessage, Message, dialog_key
from engine.order_effects import OrderLine, PlaceOrder
from engine.session import Contact, Offer, Session

DIALOG = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7")
INCOMING = IncomingMessage("m1", DIALOG, "chat7", 7, 100, Message("да"))
OFFERS = (
    Offer(1, "06A115561B", "VAG", Decimal(890), quantity=2, supplier_code="1", item_key="k1"),
    Offer(2, "06A906032N", "VAG", Decimal(18450), supplier_code="2", item_key="k2"),
    Offer(3, "OX188D", "Knecht", Decimal(450), supplier_code="3", item_key="k3"),
)
DECISION = Decision(
    stage="ABCP_CREATE",
    action="create_order_abcp",
    offers=OFFERS,
    chosen_offer_ids=(1, 2),
    contact=Contact("Соколова", "Марина", phone="+79123456789"),
    address="Пермь, ул. Мира, 4",
)
LINES = (
    OrderLine("06A115561B", "VAG", "1", 2, Decimal(890), "k1"),
    OrderLine("06A906032N", "VAG", "2", 1, Decimal(18450), "k2"),
)


def planned(decision: Decision = DECISION, session: Session | None = None) -> PlaceOrder:
    order = plan_order(decision, incoming=INCOMING, before=session or Session())
    assert isinstance(order, PlaceOrder)
    return order


def test_an_order_holds_the_chosen_offers_with_their_pieces_and_the_client() -> None:
    order = planned()

    assert order.lines == LINES
    assert (order.client_name, order.phone) == ("Соколова Марина", "+79123456789")
    assert (order.address, order.pickup) == ("Пермь, ул. Мира, 4", False)
    assert (order.member_id, order.dialog_id, order.chat_id) == ("m1", "chat7", 7)


def test_an_order_holds_whole_lots() -> None:
    lots = replace(OFFERS[0], quantity=3, packing=4)

    order = planned(DECISION._replace(offers=(lots,), chosen_offer_ids=(1,)))

    assert [line.quantity for line in order.lines] == [4]


def test_an_order_knows_the_terms_that_were_agreed_to() -> None:
    sold = replace(OFFERS[0], delivery_days=7, no_return=True, to_order=True, used=True)

    [line] = planned(DECISION._replace(offers=(sold,), chosen_offer_ids=(1,))).lines

    assert (line.delivery_days, line.no_return, line.to_order, line.used) == (7, True, True, True)


@pytest.mark.parametrize(
    ("agreed", "now", "price"), [(890, 890, 890), (890, 907, 890), (890, 700, 700)]
)
def test_an_order_may_cost_what_was_agreed_to_and_no_more_for_having_grown_since(
    agreed: int, now: int, price: int
) -> None:
    said_yes_to = replace(OFFERS[0], price=Decimal(agreed), delivery_days=3)
    fresh = replace(OFFERS[0], price=Decimal(now), delivery_days=2)

    order = planned(
        DECISION._replace(offers=(fresh,), chosen_offer_ids=(1,)), Session(offers=(said_yes_to,))
    )

    assert [(line.price, line.delivery_days) for line in order.lines] == [(price, 3)]


@pytest.mark.parametrize(
    "decision",
    [DECISION._replace(action="reply"), DECISION._replace(chosen_offer_ids=())],
    ids=["not asked for", "nothing chosen"],
)
def test_nothing_is_ordered_that_was_not_asked_for(decision: Decision) -> None:
    assert plan_order(decision, incoming=INCOMING, before=Session()) is None


def test_a_tag_is_short_ascii_that_any_field_holds() -> None:
    tag = planned().tag

    assert tag.isascii()
    assert len(tag) <= 20
    assert tag.startswith("BOT-")


def test_the_same_basket_confirmed_again_has_the_same_tag_whatever_it_costs_now() -> None:
    dearer = tuple(replace(o, price=o.price + 1, item_key="new") for o in reversed(OFFERS))

    assert planned(DECISION._replace(offers=dearer)).tag == planned().tag


@pytest.mark.parametrize(
    "other",
    [
        {"lines": LINES[:1]},
        {"lines": (replace(LINES[0], quantity=3), LINES[1])},
        {"lines": (replace(LINES[0], supplier_code="9"), LINES[1])},
        {"dialog": dialog_key(domain="demo.bitrix24.ru", dialog_id="chat8")},
        {"earlier_orders": 1},
        {"began_with": 7001},
    ],
    ids=["line", "pieces", "supplier", "dialog", "after an order", "dialog begun anew"],
)
def test_another_basket_dialog_or_time_is_another_order(other: dict[str, object]) -> None:
    usual: dict[str, object] = {
        "dialog": DIALOG,
        "lines": LINES,
        "earlier_orders": 0,
        "began_with": 1,
    }

    tags = {
        order_tag(**x)  # type: ignore[arg-type]
        for x in (usual, {**usual, **other})
    }

    assert len(tags) == 2


def test_a_basket_in_a_dialog_begun_anew_is_a_new_one() -> None:
    tags = {planned(session=Session(began_with=first)).tag for first in (100, 7001)}

    assert len(tags) == 2


def test_after_an_order_the_same_basket_is_a_new_one() -> None:
    again = planned(session=Session(order_numbers=("123",)))

    assert again.tag != planned().tag
