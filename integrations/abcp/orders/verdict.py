"""What the answer to an order means: placed, in part, refused or unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from engine.errors import CallNotRun, CallRefused
from engine.order_effects import OrderLine
from engine.order_news import with_missing
from integrations.abcp.brands import BrandNames
from integrations.abcp.numbers import whole_of
from integrations.abcp.orders.calls import refusal_of
from integrations.abcp.orders.placed_orders import (
    PlacedOrder,
    is_exact,
    missing_pieces,
    numbers_of,
    orders_in,
)
from integrations.http import Answer

REFUSED = "ORDER_REFUSED"
"""The shop said no without a code."""


@dataclass(frozen=True)
class Verdict:
    """The meaning of an answer; `detail` is order numbers, or the code of why there are none.

    Of an order placed in part it also says what is missing, as engine.order_news reads it.
    """

    kind: Literal["placed", "partial", "refused", "not_sent", "unknown"]
    detail: str


def verdict_on_orders(
    orders: Sequence[PlacedOrder], lines: Sequence[OrderLine], brands: BrandNames, *, status: int
) -> Verdict:
    """Judge orders that surely are there, whatever the status beside them."""
    believed = status == 1 or all(order.lines is not None for order in orders)
    if believed and is_exact(orders, lines, brands):
        return Verdict("placed", numbers_of(orders))
    missing = missing_pieces(orders, lines, brands)
    return Verdict("partial", with_missing(numbers_of(orders), missing))


def verdict_on_instant(
    answer: Answer, lines: Sequence[OrderLine], brands: BrandNames, *, operation: str
) -> Verdict:
    """Judge the answer of orders/instant: orders named count, then a refusal, then nothing does."""
    document = _document(answer)
    orders = orders_in(document.get("orders"), brands)
    if orders:
        status = whole_of(document.get("status")) or 0
        return verdict_on_orders(orders, lines, brands, status=status)
    refused = _verdict_on_failure(answer, operation)
    if refused is not None:
        return refused
    if "status" in document and whole_of(document["status"]) == 0:
        return Verdict("refused", REFUSED)
    return Verdict("unknown", "ANSWER_WITHOUT_ORDERS")


def verdict_on_cart_order(
    answer: Answer, lines: Sequence[OrderLine], brands: BrandNames, *, operation: str
) -> Verdict:
    """Judge the answer of ts/orders/createByCart, which is the order itself."""
    document = _document(answer)
    orders = orders_in([document], brands)
    if orders:
        return verdict_on_orders(orders, lines, brands, status=1)
    refused = _verdict_on_failure(answer, operation)
    return refused or Verdict("unknown", "ANSWER_WITHOUT_ORDERS")


def _verdict_on_failure(answer: Answer, operation: str) -> Verdict | None:
    failure = refusal_of(answer, operation)
    if failure is None:
        return None
    # Too many requests is a no as well: an order is not asked for twice.
    said_no = isinstance(failure, CallRefused | CallNotRun)
    return Verdict("refused" if said_no else "unknown", failure.remote_code or REFUSED)


def _document(answer: Answer) -> dict[str, Any]:
    try:
        document = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}
