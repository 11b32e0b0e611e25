"""Order subsystem v2: an order of named cart positions under a number that the shop checks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from engine.order_effects import OrderLine, PlaceOrder
from integrations.abcp.answers import Row
from integrations.abcp.brands import BrandNames
from integrations.abcp.orders.calls import OrderCalls
from integrations.abcp.orders.cart_notes import NOT_TOLD, CartNotes
from integrations.abcp.orders.choices import chosen, ids_of
from integrations.abcp.orders.fresh_lines import FreshLine, OrderImpossible
from integrations.abcp.orders.notes import SenderNotes, id_of
from integrations.abcp.orders.placed_orders import PlacedOrder, orders_in
from integrations.abcp.orders.policy import CLIENT_ADDRESS, OrderPolicy, Way
from integrations.abcp.orders.subsystem import Prepared, comment_of
from integrations.abcp.orders.verdict import Verdict, verdict_on_cart_order
from integrations.abcp.shop import SYSTEM
from integrations.http import Answer

log = structlog.get_logger()


class SecondSubsystem:
    """Positions go into the cart first; only the order itself is made under the desk's record."""

    version = 2
    operation = "ts/orders/createByCart"

    def __init__(
        self, calls: OrderCalls, policy: OrderPolicy, brands: BrandNames, cart: CartNotes
    ) -> None:
        self._calls = calls
        self._policy = policy
        self._brands = brands
        self._cart = cart

    def listed(self, order: PlaceOrder) -> Sequence[PlacedOrder]:
        return orders_in(self._list("ts/orders/list", {"number": order.tag}), self._brands)

    def prepare(
        self, order: PlaceOrder, lines: Sequence[FreshLine], sender: SenderNotes
    ) -> Prepared:
        self._clear(sender.fence)
        ids: list[str] = []
        try:
            for line in lines:
                ids.append(self._put_into_cart(line, order.tag, sender.fence))  # noqa: PERF401 - what came before an error counts
            delivery = self._delivery(order, ids)
        except (CallFailed, OrderImpossible):
            self._clear(sender.fence)
            raise
        positions = {f"positions[{index}]": number for index, number in enumerate(ids)}
        form = {**positions, **delivery, "number": order.tag, "externalId": order.tag}
        return Prepared(form, replace(sender, cart=tuple(ids)))

    def verdict(self, answer: Answer, lines: Sequence[OrderLine]) -> Verdict:
        return verdict_on_cart_order(answer, lines, self._brands, operation=self.operation)

    def tidy(self, notes: SenderNotes) -> None:
        """Take out the positions that the shop named when they were put in, and no others."""
        self._take_out(notes.cart)

    def _clear(self, fence: int) -> None:
        """Take out what orders have left that were never sent, also those of workers that died.

        Best effort: what stays is told, and taken out before the next order.
        """
        left = self._cart.orphans(fence=fence)
        named = [position for position in left if position.number != NOT_TOLD]
        for position in left:
            if position not in named:
                # Without its id a position cannot be told from that of somebody else.
                _tell_of_leftovers(position.tag, "ID_UNKNOWN")
                self._cart.gone([position])
        try:
            self._take_out([position.number for position in named])
        except CallFailed as error:
            for tag in sorted({position.tag for position in named}):
                _tell_of_leftovers(tag, error.remote_code or error.code)
        else:
            self._cart.gone(named)

    def _take_out(self, numbers: Sequence[str]) -> None:
        lying = {id_of(row) for row in self._list("ts/cart/list")} if numbers else set()
        left = sorted(lying.intersection(numbers))
        if left:
            ids = {f"positionIds[{index}]": number for index, number in enumerate(left)}
            self._calls.changed("ts/cart/deletePositions", ids)

    def _put_into_cart(self, line: FreshLine, tag: str, fence: int) -> str:
        self._cart.creating(fence=fence, tag=tag)
        try:
            number = self._calls.changed("ts/cart/create", line.fields).get("id")
        except (CallNotRun, CallRefused):
            self._cart.not_created(fence=fence, tag=tag)
            raise
        if not number:
            self._cart.not_created(fence=fence, tag=tag)
            raise OrderImpossible("ORDER_CART_REFUSED")
        self._cart.created(str(number), fence=fence, tag=tag)
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


def _tell_of_leftovers(tag: str, reason: str) -> None:
    log.warning("order_lines_left_in_basket", tag=tag, reason=reason)


def _place(order: PlaceOrder, way: Way, method: Row) -> Mapping[str, str]:
    """Say where the order is handed over, by what the delivery method offers."""
    if order.pickup:
        office = chosen("SHIPMENT_OFFICE", way.office, ids_of(method.get("offices") or ()))
        return {} if office is None else {"officeId": office}
    if way.address == CLIENT_ADDRESS:
        return {"address": order.address}
    address = chosen("SHIPMENT_ADDRESS", way.address, ids_of(method.get("addresses") or ()))
    return {} if address is None else {"shipmentAddressId": address}
