"""What an answer to an order means and what is done next: the pure part of ordering."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import orjson
import pytest

from engine.errors import CallNotRun, CallRefused, OutcomeUnknown
from engine.order_effects import OrderLine
from engine.session import Offer
from integrations.abcp.brands import BrandNames
from integrations.abcp.orders.calls import refusal_of
from integrations.abcp.orders.choices import chosen, chosen_if_configured, known_address
from integrations.abcp.orders.fresh_lines import OrderImpossible, freshened
from integrations.abcp.orders.placed_orders import (
    is_exact,
    looks_like,
    missing_pieces,
    orders_in,
    tagged,
)
from integrations.abcp.orders.policy import OrderPolicy
from integrations.abcp.orders.searching import LOOKS_SECONDS, next_look
from integrations.abcp.orders.verdict import verdict_on_cart_order, verdict_on_instant
from integrations.http import Answer

BRANDS = BrandNames()
LINE = OrderLine("06A115561B", "VAG", "1", 2, Decimal(890), "old")
OTHER = OrderLine("06A906032N", "VAG", "2", 1, Decimal(18450), "old")
POSITION = {"brand": "Volkswagen", "numberFix": "06A115561B", "supplierCode": 1, "quantity": "2"}
OTHER_POSITION = {"brand": "VAG", "number": "06A 906 032 N", "supplierCode": "2", "quantity": 1}
WHOLE = {"number": "12", "positions": [POSITION, OTHER_POSITION]}
HALF = {"number": "12", "positions": [POSITION]}
REST = {"number": 13, "positions": {"0": OTHER_POSITION}}


def an_answer(document: Any, status: int = 200) -> Answer:
    body = document if isinstance(document, bytes) else orjson.dumps(document)
    return Answer(status, body)


@pytest.mark.parametrize(
    ("answer", "kind", "detail"),
    [
        (an_answer({"status": 1, "orders": [WHOLE]}), "placed", "12"),
        (an_answer({"status": "1", "orders": {"12": WHOLE}}), "placed", "12"),
        (an_answer({"status": 0, "orders": [WHOLE]}), "placed", "12"),
        (an_answer({"status": 1, "orders": [HALF, REST]}), "placed", "12, 13"),
        (an_answer({"status": 1, "orders": [HALF]}), "partial", "12|1:1"),
        (an_answer({"status": 0, "orders": [HALF]}), "partial", "12|1:1"),
        (an_answer({"status": 1, "orders": [{"number": "12"}]}), "placed", "12"),
        (an_answer({"status": 0, "orders": [{"number": "12"}]}), "partial", "12"),
        (an_answer({"orders": [WHOLE]}, 500), "placed", "12"),
        (an_answer({"status": 0, "errorMessage": "нет", "orders": []}), "refused", "ORDER_REFUSED"),
        (an_answer({"errorCode": 303, "errorMessage": "<br>"}), "refused", "ABCP_303"),
        (an_answer({"errorCode": "103"}, 403), "refused", "ABCP_103"),
        (an_answer({"errorCode": 403, "errorMessage": "disabled"}, 500), "refused", "ABCP_403"),
        (an_answer({"errorCode": 429}, 429), "refused", "ABCP_429"),
        (an_answer({}, 404), "refused", "HTTP_404"),
        (an_answer({"errorCode": 13}), "unknown", "ABCP_13"),
        (an_answer({"errorCode": 302}, 400), "unknown", "ABCP_302"),
        (an_answer({}, 500), "unknown", "HTTP_500"),
        (an_answer(b"<html>502</html>", 502), "unknown", "ANSWER_SHAPE"),
        (an_answer(b"<html>ok</html>"), "unknown", "ANSWER_SHAPE"),
        (an_answer(b""), "unknown", "ANSWER_SHAPE"),
        (an_answer({"status": 1, "orders": []}), "unknown", "ANSWER_WITHOUT_ORDERS"),
        (an_answer({}), "unknown", "ANSWER_WITHOUT_ORDERS"),
        (an_answer([1]), "unknown", "ANSWER_WITHOUT_ORDERS"),
        (an_answer({"status": "?", "orders": None}), "unknown", "ANSWER_WITHOUT_ORDERS"),
    ],
)
def test_an_answer_to_an_instant_order_means(answer: Answer, kind: str, detail: str) -> None:
    verdict = verdict_on_instant(answer, (LINE, OTHER), BRANDS, operation="orders/instant")

    assert (verdict.kind, verdict.detail) == (kind, detail)


@pytest.mark.parametrize(
    ("answer", "kind", "detail"),
    [
        (an_answer({"id": 1, "number": "BOT-A"}), "placed", "BOT-A"),
        (an_answer({"id": 1, "number": "BOT-A", "positions": [POSITION]}), "partial", "BOT-A|1:1"),
        (an_answer({"errorCode": 202}, 400), "refused", "ABCP_202"),
        (an_answer({}), "unknown", "ANSWER_WITHOUT_ORDERS"),
        (an_answer({"errorCode": 13}, 500), "unknown", "ABCP_13"),
    ],
)
def test_an_answer_to_an_order_of_a_cart_means(answer: Answer, kind: str, detail: str) -> None:
    verdict = verdict_on_cart_order(answer, (LINE, OTHER), BRANDS, operation="ts")

    assert (verdict.kind, verdict.detail) == (kind, detail)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (an_answer([]), None),
        (an_answer(1), None),
        (an_answer({"errorCode": 0}), None),
        (an_answer({"errorCode": 102}, 403), CallRefused),
        (an_answer({}, 302), CallRefused),
        (an_answer({}, 429), CallNotRun),
        (an_answer({}, 503), OutcomeUnknown),
        (an_answer(b"x"), OutcomeUnknown),
    ],
)
def test_a_failed_call_says_whether_it_was_carried_out(answer: Answer, failure: Any) -> None:
    found = refusal_of(answer, "orders")

    assert type(found) is (failure or type(None))


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        ({}, None),
        ({"price": Decimal("907.80")}, None),
        ({"price": Decimal("907.81")}, "ORDER_LINE_DEARER"),
        ({"price": Decimal(1)}, None),
        ({"supplier_code": "9"}, "ORDER_LINE_GONE"),
        ({"kind": "replacement", "part_number": "06A115561C"}, "ORDER_LINE_GONE"),
        ({"kind": "analog", "brand": "MANN"}, "ORDER_LINE_GONE"),
        ({"part_number": "06A115561C"}, "ORDER_LINE_GONE"),
        ({"packing": 4}, "ORDER_LINE_PACKING"),
        ({"packing": 2}, None),
        ({"available": 1}, "ORDER_LINE_SHORT"),
        ({"available": 2}, None),
    ],
)
def test_a_line_is_ordered_only_as_agreed(offer: dict[str, Any], code: str | None) -> None:
    usual = Offer(0, "06A115561B", "VAG", Decimal(890), supplier_code="1", item_key="new")
    now = replace(usual, **offer)

    if code is None:
        assert freshened(LINE, [now]).fields["itemKey"] == "new"
        return
    with pytest.raises(OrderImpossible) as caught:
        freshened(LINE, [now])
    assert caught.value.code == code


def test_the_very_line_agreed_on_is_preferred_then_the_nearest_price() -> None:
    usual = Offer(0, "06A115561B", "VAG", Decimal(890), supplier_code="1", item_key="new")
    cheaper = replace(usual, price=Decimal(600), item_key="cheap")
    same = replace(usual, price=Decimal(895), item_key="old")

    assert freshened(LINE, [cheaper, usual]).offer is usual
    assert freshened(LINE, [cheaper, usual, same]).offer is same


@pytest.mark.parametrize(("price", "code"), [("907.80", None), ("907.81", "ORDER_LINE_DEARER")])
def test_a_price_grown_before_the_order_grows_no_further(price: str, code: str | None) -> None:
    grown = replace(LINE, price=Decimal(907), confirmed_price=Decimal(890))
    now = Offer(0, "06A115561B", "VAG", Decimal(price), supplier_code="1")

    assert refusal_to_order(grown, now) == code


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        ({}, None),
        ({"used": True}, "ORDER_LINE_GONE"),
        ({"no_return": True}, "ORDER_LINE_WORSE"),
        ({"to_order": True}, "ORDER_LINE_WORSE"),
        ({"delivery_days": 2}, "ORDER_LINE_WORSE"),
        ({"delivery_days": None}, "ORDER_LINE_WORSE"),
    ],
)
def test_a_line_is_not_ordered_on_worse_terms(offer: dict[str, Any], code: str | None) -> None:
    agreed = replace(LINE, delivery_days=1)
    usual = Offer(0, "06A115561B", "VAG", Decimal(700), supplier_code="1", delivery_days=1)
    now = replace(usual, **offer)

    assert refusal_to_order(agreed, now) == code
    assert refusal_to_order(agreed, now, usual) is None


def refusal_to_order(line: OrderLine, *offers: Offer) -> str | None:
    try:
        freshened(line, offers)
    except OrderImpossible as error:
        return error.code
    return None


def test_another_part_of_the_supplier_is_not_ordered_however_near_its_price() -> None:
    usual = Offer(0, "06A115561B", "VAG", Decimal(900), supplier_code="1", item_key="new")
    other = replace(usual, part_number="06A115561C", price=Decimal(890), kind="replacement")

    assert freshened(LINE, [other, usual]).offer is usual


@pytest.mark.parametrize(
    ("configured", "offered", "expected"),
    [
        ("1", ["1", "2"], "1"),
        (None, [], None),
        ("1", [], None),
        (None, ["1"], "ORDER_X_MISSING"),
        ("3", ["1"], "ORDER_X_UNKNOWN"),
    ],
)
def test_a_choice_is_the_one_configured(
    configured: str | None, offered: list[str], expected: str | None
) -> None:
    if expected is None or not expected.startswith("ORDER"):
        assert chosen("X", configured, offered) == expected
        return
    with pytest.raises(OrderImpossible) as caught:
        chosen("X", configured, offered)
    assert caught.value.code == expected


def test_an_optional_choice_may_be_left_out() -> None:
    assert chosen_if_configured("X", None, ["1"]) is None


def test_an_address_is_known_however_it_is_written() -> None:
    known = {"41": "г. Пермь, ул. Ленина, 1"}

    assert known_address("Г Пермь ул Ленина 1", known) == "41"
    assert known_address("Пермь, ул. Ленина, 11", known) is None


@pytest.mark.parametrize(
    "row",
    [
        {"number": "1", "clientOrderNumber": "BOT-A"},
        {"number": "1", "externalId": "BOT-A"},
        {"number": "BOT-A"},
        {"number": "1", "comment": "звонить! #BOT-A Иван"},
    ],
)
def test_an_order_is_known_by_its_tag_wherever_that_is_left(row: dict[str, Any]) -> None:
    assert len(tagged(orders_in([row], BRANDS), "BOT-A")) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"number": "1", "clientOrderNumber": "BOT-AB"},
        {"number": "1", "comment": "#BOT-AB"},
        {"number": "1", "comment": "BOT-A"},
        {"clientOrderNumber": "BOT-A"},
        {},
    ],
)
def test_an_order_of_another_tag_is_not_ours(row: dict[str, Any]) -> None:
    assert tagged(orders_in([row], BRANDS), "BOT-A") == ()


@pytest.mark.parametrize("listed", [None, 5, "x", [1], {"a": 1}])
def test_what_is_no_list_of_orders_holds_none(listed: Any) -> None:
    assert orders_in(listed, BRANDS) == ()


@pytest.mark.parametrize(
    "position",
    [
        {**POSITION, "quantity": "4"},
        {**POSITION, "quantityOrdered": "4", "quantity": "2"},
        {**POSITION, "supplierCode": "9"},
    ],
    ids=str,
)
def test_more_than_was_confirmed_is_not_the_order_that_was_confirmed(
    position: dict[str, Any],
) -> None:
    orders = orders_in([{"number": "1", "positions": [POSITION, position]}], BRANDS)
    alone = orders_in([{"number": "1", "positions": [position]}], BRANDS)

    assert not is_exact(orders, (LINE,), BRANDS)
    assert not is_exact(alone, (LINE,), BRANDS)


def test_a_line_that_the_shop_has_struck_out_counts_for_nothing() -> None:
    struck = {**OTHER_POSITION, "quantity": 0}
    orders = orders_in([{"number": "1", "positions": [POSITION, struck]}], BRANDS)

    assert is_exact(orders, (LINE,), BRANDS)


@pytest.mark.parametrize(
    ("positions", "lines", "missing"),
    [
        ([POSITION, OTHER_POSITION], (LINE, OTHER), {}),
        ([OTHER_POSITION], (LINE, OTHER), {0: 2}),
        ([{**POSITION, "quantity": 1}], (LINE, OTHER), {0: 1, 1: 1}),
        ([{**POSITION, "quantity": 3}], (LINE, LINE), {1: 1}),
        ([{**POSITION, "quantity": 9}], (LINE,), {}),
        (None, (LINE, OTHER), None),
    ],
)
def test_what_an_order_lacks_is_told_line_by_line(
    positions: Any, lines: tuple[OrderLine, ...], missing: dict[int, int] | None
) -> None:
    orders = orders_in([{"number": "1", "positions": positions}], BRANDS)

    assert missing_pieces(orders, lines, BRANDS) == missing


def test_equal_lines_need_as_many_pieces() -> None:
    [order] = orders_in([{"number": "1", "positions": [POSITION]}], BRANDS)

    assert is_exact([order], (LINE,), BRANDS)
    assert not is_exact([order], (LINE, LINE), BRANDS)
    assert looks_like(order, (LINE,), BRANDS)
    assert not looks_like(order, (LINE, OTHER), BRANDS)


@pytest.mark.parametrize(
    "whose", [{"clientOrderNumber": "BOT-OTHER"}, {"comment": "#BOT-OTHER Иванов Пётр"}]
)
def test_the_order_of_another_buyer_of_the_bot_is_not_taken_for_ours(whose: dict[str, str]) -> None:
    [order] = orders_in([{"number": "1", "positions": [POSITION], **whose}], BRANDS)

    assert not looks_like(order, (LINE,), BRANDS)


@pytest.mark.parametrize(
    ("ago", "pause"),
    [(0, 5), (4, 1), (5, 10), (15, 30), (44, 1), (45, 75), (119, 1), (120, None), (999, None)],
)
def test_looks_come_at_their_times(ago: float, pause: float | None) -> None:
    assert next_look(ago) == pause


def test_the_turn_lasts_over_twice_the_longest_request() -> None:
    policy = OrderPolicy(order_seconds=60)

    assert policy.lease_seconds > 2 * policy.order_seconds
    assert policy.lease_seconds > LOOKS_SECONDS[-1]
