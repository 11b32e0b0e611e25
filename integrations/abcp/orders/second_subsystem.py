"""Order subsystem v2: an order of named cart positions under a number that the shop checks."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from engine.errors import CallFailed, OutcomeUnknown
from engine.order_effects import OrderLine, PlaceOrder
from integrations.abcp.answers import Row
from integrations.abcp.brands import BrandNames
from integrations.abcp.orders.calls import OrderCalls
from integrations.abcp.orders.choices import chosen, ids_of
from integrations.abcp.orders.fresh_lines import FreshLine, OrderImpossible
from integrations.abcp.orders.notes import SenderNotes, id_of, own_leftovers
from integrations.abcp.orders.placed_orders import PlacedOrder, orders_in
from integrations.abcp.orders.policy import CLIENT_ADDRESS, OrderPolicy, Way
from integrations.abcp.orders.subsystem import Prepared, comment_of
from integrations.abcp.orders.verdict import Verdict, verdict_on_cart_order
from integrations.abcp.shop import SYSTEM
from integrations.http import Answer


class SecondSubsystem:
    """Positions go into the cart first; only the order itself is made under the desk's record."""

    version = 2
    operation = "ts/orders/createByCart"

    def __init__(self, calls: OrderCalls, policy: OrderPolicy, brands: BrandNames) -> None:
        self._calls = calls
        self._policy = policy
        self._brands = brands

    def listed(self, order: PlaceOrder) -> Sequence[PlacedOrder]:
        return orders_in(self._list("ts/orders/list", {"number": order.tag}), self._brands)

    def prepare(
        self, order: PlaceOrder, lines: Sequence[FreshLine], sender: SenderNotes
    ) -> Prepared:
        before = tuple(id_of(row) for row in self._list("ts/cart/list"))
        notes = replace(
            sender,
            basket=before,
            item_keys=tuple(line.offer.item_key for line in lines),
        )
        try:
            ids = [self._put_into_cart(line) for line in lines]
            delivery = self._delivery(order, ids)
        except (CallFailed, OrderImpossible):
            with suppress(CallFailed):
                self.tidy(notes)
            raise
        positions = {f"positions[{index}]": number for index, number in enumerate(ids)}
        form = {**positions, **delivery, "number": order.tag, "externalId": order.tag}
        return Prepared(form, notes)

    def verdict(self, answer: Answer, lines: Sequence[OrderLine]) -> Verdict:
        return verdict_on_cart_order(answer, lines, self._brands, operation=self.operation)

    def tidy(self, notes: SenderNotes) -> None:
        left = own_leftovers(self._list("ts/cart/list"), notes)
        if left:
            ids = {f"positionIds[{index}]": id_of(row) for index, row in enumerate(left)}
            self._calls.changed("ts/cart/deletePositions", ids)

    def _put_into_cart(self, line: FreshLine) -> str:
        number = self._calls.changed("ts/cart/create", line.fields).get("id")
        if not number:
            raise OrderImpossible("ORDER_CART_REFUSED")
        return str(number)

    def _delivery(self, order: PlaceOrder, ids: Sequence[str]) -> Mapping[str, str]:
        way = self._policy.pickup if order.pickup else self._policy.delivery
        methods = self._list("ts/deliveryMethod/forCo", {"cartPositionIds": ",".join(ids)})
        method = chosen("SHIPMENT_METHOD", way.method, ids_of(methods))
        if method is None:
            raise OrderImpossible("ORDER_SHIPMENT_METHOD_MISSING")
        offered = next(row for row in methods if str(row.get("id")) == method)
        meet = {
            "person": order.client_name,
            "contact": order.phone,
            "comment": comment_of(order),
            **_place(order, way, offered),
        }
        return {
            "delivery[methodId]": method,
            **{f"delivery[meetData][{name}]": value for name, value in meet.items()},
        }

    def _list(self, operation: str, query: Mapping[str, str] | None = None) -> Sequence[Row]:
        answer: Any = self._calls.found(operation, query)
        if answer is None:
            return ()
        rows = answer.get("list") if isinstance(answer, dict) else None
        rows = list(rows.values()) if isinstance(rows, dict) else rows
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise OutcomeUnknown(
                f"{SYSTEM} {operation}: ANSWER_SHAPE",
                system=SYSTEM,
                operation=operation,
                remote_code="ANSWER_SHAPE",
            )
        return rows


def _place(order: PlaceOrder, way: Way, method: Row) -> Mapping[str, str]:
    """Say where the order is handed over, by what the delivery method offers."""
    if order.pickup:
        office = chosen("SHIPMENT_OFFICE", way.office, ids_of(method.get("offices") or ()))
        return {} if office is None else {"officeId": office}
    if way.address == CLIENT_ADDRESS:
        return {"address": order.address}
    address = chosen("SHIPMENT_ADDRESS", way.address, ids_of(method.get("addresses") or ()))
    return {} if address is None else {"shipmentAddressId": address}
