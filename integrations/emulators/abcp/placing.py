"""Positions become orders here, with the misfortunes that a test has asked for."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import local
from typing import TypeAlias

from integrations.emulators.abcp.basket import Basket, Position
from integrations.emulators.abcp.order_book import Order, OrderBook, Wishes
from integrations.emulators.abcp.refusals import AbcpError, refusal
from integrations.emulators.abcp.stock import LineRefused, Sold, Stock
from integrations.emulators.exchange import Response, html_response, json_response
from integrations.emulators.faults import Apply, Fault, FaultMode, alter

TWISTS = (
    "partial",
    "several_orders",
    "empty_orders",
    "shown_late",
    "price_changed",
    "leaves_lines",
)
"""What can become of an order.

partial: the last line is left in the basket, status 0. several_orders: one per line.
empty_orders: the order is placed, the answer names none, the list shows it after delay_seconds.
shown_late: listed only after delay_seconds. price_changed: errorCode 303, nothing ordered.
leaves_lines: all lines land in the basket, nothing is ordered.
"""

_HIDING = frozenset({"shown_late", "empty_orders"})
_PRICE_CHANGED = "Внимание!<br>&nbsp;цена и/или наличие товара изменились. The resource is blocked"
Line: TypeAlias = tuple[Position, Sold]


@dataclass(frozen=True)
class Placed:
    """What an ordering operation came to."""

    orders: tuple[Order, ...]
    error: str = ""
    names_orders: bool = True

    @property
    def whole(self) -> bool:
        return not self.error


class Placing:
    """The one place where orders come from, whichever operation asked."""

    def __init__(self, stock: Stock, basket: Basket, book: OrderBook) -> None:
        self._stock = stock
        self._basket = basket
        self._book = book
        self._asked = local()

    def fault_modes(self) -> Mapping[str, FaultMode]:
        return {
            **dict.fromkeys(TWISTS, self._play),
            "orders_as_object": alter(_orders_as_object),
            "apply_then_html": alter(lambda _: html_response(200, "<html>Ошибка</html>")),
        }

    def checked(self, positions: Sequence[Position]) -> tuple[list[Line], str]:
        """Return what can be ordered, and what is said about the rest."""
        lines, complaints = [], []
        for position in positions:
            try:
                lines.append((position, self.sold(position)))
            except LineRefused as error:
                complaints.append(f"{position.brand} {position.number}: {error}")
        return lines, "<br>".join(complaints)

    def sold(self, position: Position) -> Sold:
        sold = self._stock.ordered(
            brand=position.brand,
            number=position.number,
            supplier_code=position.supplier_code,
            item_key=position.item_key,
        )
        self._stock.require_pieces(sold, position.quantity)
        return sold

    def place(
        self,
        lines: Sequence[Line],
        wishes: Wishes,
        error: str = "",
        *,
        number: str | None = None,
        subsystem: int = 1,
    ) -> Placed:
        """Order what can be ordered; `error` tells of lines that could not."""
        twist: Fault | None = getattr(self._asked, "twist", None)
        mode = twist.mode if twist else ""
        hidden = twist.delay_seconds if twist and mode in _HIDING else 0.0
        if mode == "price_changed":
            raise AbcpError(refusal(200, 303, _PRICE_CHANGED))
        taken = list(lines)
        if mode in {"partial", "leaves_lines"}:
            kept = len(taken) - 1 if mode == "partial" else 0
            for position, sold in taken[kept:]:
                self._basket.add(position, sold)
            taken, error = taken[:kept], error or "Не удалось оформить позиции"
        groups = [[line] for line in taken] if mode == "several_orders" else [taken]
        orders = tuple(
            self._book.place(
                group, wishes, hidden_seconds=hidden, number=number, subsystem=subsystem
            )
            for group in groups
            if group
        )
        return Placed(orders, error, names_orders=mode != "empty_orders")

    def _play(self, apply: Apply, fault: Fault) -> Response:
        with self._twisted(fault):
            return apply()

    @contextmanager
    def _twisted(self, fault: Fault) -> Iterator[None]:
        self._asked.twist = fault
        try:
            yield
        finally:
            self._asked.twist = None


def _orders_as_object(response: Response) -> Response:
    """PHP keys the orders by their number on some shops."""
    answer = json.loads(response.body)
    answer["orders"] = {row["number"]: row for row in answer["orders"]}
    return json_response(response.status, answer)
