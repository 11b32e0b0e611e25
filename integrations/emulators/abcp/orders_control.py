"""The `/_emulator/` endpoints of the shop: the ledger of orders, its basket, options, prices."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from integrations.emulators.abcp.basket import Basket, Position
from integrations.emulators.abcp.catalogue import ArticleKey, Catalogue
from integrations.emulators.abcp.options import Options
from integrations.emulators.abcp.order_book import Order, OrderBook
from integrations.emulators.abcp.stock import Stock
from integrations.emulators.abcp.ts_cart import Cart
from integrations.emulators.calls import CallLog
from integrations.emulators.exchange import Json, Request, Response, json_response
from integrations.emulators.fields import FieldError, flag, text, whole
from integrations.emulators.routing import Captures, Route, RouteHandler

ORDERING = frozenset({"orders/instant", "basket/order", "ts/orders/createByCart"})
"""Operations that place an order; two of them for one tag are a fault of the client."""

TS_STATUSES = frozenset(
    {
        *("new", "prepayment", "supOrder", "supOrderCanceled", "reservation"),
        *("orderPicking", "delivery", "finished", "canceled"),
    }
)
"""Words for lines in the order subsystem v2: the official client documentation of `ts/*`."""


class OrdersControl:
    """What a person of the shop does and sees."""

    def __init__(
        self,
        *,
        book: OrderBook,
        basket: Basket,
        cart: Cart,
        stock: Stock,
        options: Options,
        catalogue: Catalogue,
        calls: CallLog,
    ) -> None:
        self._book = book
        self._basket = basket
        self._cart = cart
        self._stock = stock
        self._options = options
        self._catalogue = catalogue
        self._calls = calls

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("GET", "/_emulator/orders", _guarded(self._ledger)),
            Route("POST", "/_emulator/orders/{number}", _guarded(self._set_status)),
            Route("GET", "/_emulator/basket", _guarded(self._basket_lines)),
            Route("POST", "/_emulator/basket", _guarded(self._add_foreign)),
            Route("POST", "/_emulator/options", _guarded(self._change_options)),
            Route("POST", "/_emulator/offers", _guarded(self._change_offer)),
        )

    def posts(self) -> Counter[str]:
        """Count the calls that ask for an order, by the tag they carry."""
        asked = [call for call in self._calls.since(0) if call.method in ORDERING]
        return Counter(
            str(call.params.get("clientOrderNumber") or call.params.get("number") or "")
            for call in asked
        )

    def _ledger(self, _request: Request, _: Captures) -> Json:
        return {
            "orders": [_order_json(order) for order in self._book.all()],
            "posts": dict(self.posts()),
        }

    def _set_status(self, request: Request, captures: Captures) -> Json:
        body, number = request.body, captures["number"]
        line = whole(body, "position_id") if "position_id" in body else None
        if "ts_status" in body:
            word = text(body, "ts_status")
            if word not in TS_STATUSES or not self._book.set_ts_status(
                number, word, position_id=line
            ):
                raise FieldError("no such order or status")
            return {"ok": True}
        status_id = whole(body, "status_id")
        status = next((x for x in self._catalogue.order_statuses if x.status_id == status_id), None)
        if status is None or not self._book.set_status(number, status, position_id=line):
            raise FieldError("no such order or status")
        return {"ok": True}

    def _basket_lines(self, _request: Request, _: Captures) -> Json:
        lines = [(x.position_id, x.position) for x in self._basket.lines()]
        cart = [(x.position_id, x.position) for x in self._cart.all()]
        return {
            "basket": [_position_json(number, position) for number, position in lines],
            "cart": [_position_json(number, position) for number, position in cart],
        }

    def _add_foreign(self, request: Request, _: Captures) -> Json:
        """Put a line into the basket, and into the cart, as a manager of the shop would."""
        key = ArticleKey(text(request.body, "brand"), text(request.body, "number"))
        article = self._catalogue.articles.get(key)
        if article is None or not article.offers:
            raise FieldError("nobody sells that")
        offer = article.offers[0]
        item_key = f"manager-{key.number}"
        self._stock.issue(item_key, article, offer)
        supplier_code = str(offer.supplier.route_id)
        quantity = whole(request.body, "quantity", offer.packing)
        position = Position(key.brand, key.number, supplier_code, item_key, quantity, "менеджер")
        sold = self._stock.ordered(
            brand=key.brand, number=key.number, supplier_code=supplier_code, item_key=item_key
        )
        self._basket.add(position, sold)
        self._cart.add(position, sold)
        return {"ok": True}

    def _change_options(self, request: Request, _: Captures) -> Json:
        self._options.change(request.body)
        return {"ok": True}

    def _change_offer(self, request: Request, _: Captures) -> Json:
        body = request.body
        known = self._stock.change(
            ArticleKey(text(body, "brand"), text(body, "number")),
            whole(body, "supplier_code"),
            partial(replace, **_changes(body)),
        )
        if not known:
            raise FieldError("nobody sells that")
        return {"ok": True}


def _changes(body: Mapping[str, Json]) -> dict[str, Any]:
    """Return the fields of an offer that a request names."""
    figures = ("availability", "delivery_hours")
    flags = ("no_return", "used")
    changes: dict[str, Any] = {name: whole(body, name) for name in figures if name in body}
    changes |= {name: flag(body, name, default=False) for name in flags if name in body}
    return changes | ({"price": _price(body)} if "price" in body else {})


def _price(body: Mapping[str, Json]) -> Decimal:
    try:
        return Decimal(text(body, "price"))
    except InvalidOperation as error:
        raise FieldError("price must be a number") from error


def _order_json(order: Order) -> Json:
    wishes = order.wishes
    return {
        "number": order.number,
        "tag": wishes.client_order_number,
        "comment": wishes.comment,
        "shipment_method": wishes.shipment_method,
        "shipment_address": wishes.shipment_address,
        "shipment_office": wishes.shipment_office,
        "shipment_date": wishes.shipment_date,
        "payment_method": wishes.payment_method,
        "person": wishes.person,
        "contact": wishes.contact,
        "status": order.status.name,
        "sum": str(order.total),
        "lines": [_position_json(x.position_id, x.position) for x in order.lines],
    }


def _position_json(position_id: int, position: Position) -> Json:
    return {
        "position_id": position_id,
        "brand": position.brand,
        "number": position.number,
        "supplier_code": position.supplier_code,
        "quantity": position.quantity,
        "comment": position.comment,
    }


def _guarded(action: Callable[[Request, Captures], Json]) -> RouteHandler:
    def answer(request: Request, captures: Captures) -> Response:
        try:
            return json_response(200, action(request, captures))
        except ValueError as error:
            return json_response(400, {"error": str(error)})

    return answer
