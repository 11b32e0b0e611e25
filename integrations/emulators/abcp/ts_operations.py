"""The `ts/*` operations: carts and orders of the order subsystem v2."""

from collections.abc import Mapping
from datetime import UTC, datetime

from integrations.emulators.abcp.basket import Position
from integrations.emulators.abcp.choices import SHIPMENT_METHODS, SHIPMENT_OFFICES, Choices
from integrations.emulators.abcp.operations import Operation, Table
from integrations.emulators.abcp.order_book import Order, OrderBook, Wishes
from integrations.emulators.abcp.order_rows import article_columns
from integrations.emulators.abcp.parameters import (
    Params,
    bad_parameter,
    only,
    optional_text,
    required_text,
    whole,
    whole_list,
)
from integrations.emulators.abcp.placing import Placing
from integrations.emulators.abcp.refusals import NOT_FOUND, AbcpError, refusal
from integrations.emulators.abcp.stock import LineRefused
from integrations.emulators.abcp.ts_cart import Cart, CartPosition
from integrations.emulators.exchange import Json

_TYPES = {"11": "pickup", "12": "courier", "13": "custom"}
_MEET = frozenset({"officeId", "address", "shipmentAddressId", "person", "contact", "comment"})
_SUBSYSTEM = 2


class TsOperations:
    """An order names its cart positions, so nothing of anybody else can slip into it."""

    def __init__(self, *, cart: Cart, placing: Placing, choices: Choices, book: OrderBook) -> None:
        self._cart = cart
        self._placing = placing
        self._choices = choices
        self._book = book

    def table(self) -> Table:
        return {
            "ts/cart/create": Operation("POST", self._create),
            "ts/cart/list": Operation("GET", self._list),
            "ts/cart/exist": Operation("GET", self._exist),
            "ts/cart/summary": Operation("GET", self._summary),
            "ts/cart/update": Operation("POST", self._update),
            "ts/cart/deletePositions": Operation("POST", self._delete),
            "ts/cart/clear": Operation("POST", self._clear),
            "ts/deliveryMethod/forCo": Operation("GET", self._delivery_methods),
            "ts/orders/createByCart": Operation("POST", self._order),
            "ts/orders/list": Operation("GET", self._orders),
            "ts/orders/get": Operation("GET", self._order_by_id),
            "ts/orders/refuse": Operation("POST", self._refuse),
        }

    def _create(self, params: Params) -> Json:
        only(params, "brand", "number", "quantity", "supplierCode", "itemKey", "comment")
        position = Position(
            brand=required_text(params, "brand"),
            number=required_text(params, "number"),
            supplier_code=required_text(params, "supplierCode"),
            item_key=required_text(params, "itemKey"),
            quantity=whole(params, "quantity"),
            comment=optional_text(params, "comment"),
        )
        try:
            return _position_row(self._cart.add(position, self._placing.sold(position)))
        except LineRefused as error:
            raise AbcpError(refusal(400, 201, str(error))) from error

    def _list(self, params: Params) -> Json:
        only(params, "skip", "limit")
        rows = [_position_row(x) for x in self._cart.all()]
        self._choices.options.require_some(rows)
        return {"total": len(rows), "list": rows}

    def _exist(self, params: Params) -> Json:
        only(params)
        return {"exist": bool(self._cart.all())}

    def _summary(self, params: Params) -> Json:
        only(params)
        total = sum(x.sold.offer.price * x.position.quantity for x in self._cart.all())
        return {"positionsCount": len(self._cart.all()), "sum": f"{total:.2f}"}

    def _update(self, params: Params) -> Json:
        only(params, "positionId", "quantity")
        changed = self._cart.change_quantity(whole(params, "positionId"), whole(params, "quantity"))
        if changed is None:
            raise AbcpError(NOT_FOUND)
        return _position_row(changed)

    def _delete(self, params: Params) -> Json:
        only(params, "positionIds")
        self._cart.remove(whole_list(params, "positionIds"))
        return {"result": True}

    def _clear(self, params: Params) -> Json:
        only(params)
        self._cart.clear()
        return {"result": True}

    def _delivery_methods(self, params: Params) -> Json:
        only(params, "cartPositionIds")
        asked = required_text(params, "cartPositionIds").split(",")
        if not all(number.isdecimal() for number in asked):
            raise bad_parameter("cartPositionIds")
        if self._cart.chosen([int(number) for number in asked]) is None:
            raise AbcpError(NOT_FOUND)
        rows = [self._method_row(number, name) for number, name in SHIPMENT_METHODS.items()]
        return {"total": len(rows), "list": rows}

    def _method_row(self, number: str, name: str) -> Json:
        pickup = _TYPES[number] == "pickup"
        offices: Json = [{"id": int(n), "name": name} for n, name in SHIPMENT_OFFICES.items()]
        addresses: Json = [{"id": int(n), "name": a} for n, a in self._choices.addresses.items()]
        return {
            "id": int(number),
            "name": name,
            "type": _TYPES[number],
            "price": 0,
            "offices": offices if pickup else [],
            "addresses": [] if pickup else addresses,
        }

    def _order(self, params: Params) -> Json:
        only(params, "positions", "delivery", "agreementId", "number", "externalId")
        wishes, number = _wishes(params), optional_text(params, "number")
        # The number is the one thing that this subsystem checks: it is an idempotency key.
        if number and any(order.number == number for order in self._book.all()):
            raise AbcpError(refusal(400, 202, "Uniqueness violated: number"))
        chosen = self._cart.chosen(whole_list(params, "positions"))
        if chosen is None:
            raise AbcpError(refusal(400, 201, "No such cart positions"))
        lines = [(x.position, x.sold) for x in chosen]
        placed = self._placing.place(lines, wishes, number=number or None, subsystem=_SUBSYSTEM)
        if not placed.orders:
            raise AbcpError(refusal(400, 201, placed.error))
        self._cart.remove([x.position_id for x in chosen])
        return _order_row(placed.orders[0]) if placed.names_orders else {}

    def _orders(self, params: Params) -> Json:
        only(params, "number", "dateStart", "dateEnd", "message", "skip", "limit")
        number = optional_text(params, "number")
        orders = [x for x in self._book.listed(_SUBSYSTEM) if number in {"", x.number}]
        self._choices.options.require_some(orders)
        limit, skip = whole(params, "limit", "100"), whole(params, "skip", "0")
        page = [_order_row(order) for order in orders[skip : skip + limit]]
        return {"total": len(orders), "list": page}

    def _order_by_id(self, params: Params) -> Json:
        only(params, "orderId")
        number = whole(params, "orderId")
        found = [x for x in self._book.listed(_SUBSYSTEM) if _order_id(x) == number]
        if not found:
            raise AbcpError(NOT_FOUND)
        return _order_row(found[0])

    def _refuse(self, params: Params) -> Json:
        only(params, "orderId")
        number = whole(params, "orderId")
        found = [x for x in self._book.listed(_SUBSYSTEM) if _order_id(x) == number]
        if not found:
            raise AbcpError(NOT_FOUND)
        for line in found[0].lines:
            self._book.request_cancel(line.position_id)
        return {"result": True}


def _wishes(params: Params) -> Wishes:
    delivery = params.get("delivery")
    if not isinstance(delivery, Mapping):
        raise AbcpError(refusal(400, 2, "Required parameter missing: delivery"))
    method = required_text(delivery, "methodId")
    if method not in SHIPMENT_METHODS:
        raise bad_parameter("delivery[methodId]")
    meet = delivery.get("meetData") or {}
    if not isinstance(meet, Mapping) or meet.keys() - _MEET:
        raise bad_parameter("delivery[meetData]")
    return Wishes(
        client_order_number=optional_text(params, "externalId"),
        comment=optional_text(meet, "comment"),
        shipment_method=method,
        shipment_address=optional_text(meet, "shipmentAddressId") or optional_text(meet, "address"),
        shipment_office=optional_text(meet, "officeId"),
        person=optional_text(meet, "person"),
        contact=optional_text(meet, "contact"),
    )


def _position_row(x: CartPosition) -> Json:
    return {
        "id": x.position_id,
        **article_columns(x.position, x.sold),
        "quantity": x.position.quantity,
        "price": f"{x.sold.offer.price:.2f}",
        "data": [],
    }


def _order_id(order: Order) -> int:
    return order.lines[0].position_id


def _order_row(order: Order) -> Json:
    placed = datetime.fromtimestamp(order.placed_at, UTC).isoformat()
    return {
        "id": _order_id(order),
        "number": order.number,
        "agreementId": 1,
        "managerId": 5,
        "createTime": placed,
        "updateTime": placed,
        "externalId": order.wishes.client_order_number,
        "positions": [
            {
                "id": line.position_id,
                **article_columns(line.position, line.sold),
                "quantity": line.position.quantity,
                "sellPrice": f"{line.sold.offer.price:.2f}",
                "status": "canceled" if line.cancel_requested else line.ts_status,
            }
            for line in order.lines
        ],
    }
