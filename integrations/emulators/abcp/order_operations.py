"""The `orders*` operations and basket/order of the order subsystem v1."""

from integrations.emulators.abcp.basket import Basket, BasketLine
from integrations.emulators.abcp.baskets import Baskets
from integrations.emulators.abcp.catalogue import Catalogue
from integrations.emulators.abcp.choices import Choices
from integrations.emulators.abcp.operations import Operation, Table
from integrations.emulators.abcp.order_book import OrderBook, Wishes
from integrations.emulators.abcp.order_rows import order_row, ordered
from integrations.emulators.abcp.parameters import (
    Params,
    bad_parameter,
    only,
    optional_text,
    positions,
    whole,
    whole_list,
)
from integrations.emulators.abcp.placing import Line, Placed, Placing
from integrations.emulators.abcp.refusals import NOT_FOUND, AbcpError
from integrations.emulators.exchange import Json
from integrations.emulators.fields import items

_WISHES = (
    "paymentMethod",
    "shipmentMethod",
    "shipmentAddress",
    "shipmentOffice",
    "shipmentDate",
    "comment",
    "basketId",
    "wholeOrderOnly",
    "clientOrderNumber",
)
_LARGEST_PAGE = 1000


class OrderOperations:
    """Orders what lies in the basket or what is named, and lists what was ordered."""

    def __init__(
        self,
        *,
        baskets: Baskets,
        placing: Placing,
        choices: Choices,
        book: OrderBook,
        catalogue: Catalogue,
    ) -> None:
        self._baskets = baskets
        self._placing = placing
        self._choices = choices
        self._book = book
        self._catalogue = catalogue

    def table(self) -> Table:
        return {
            "basket/order": Operation("POST", self._order_basket),
            "orders/instant": Operation("POST", self._order_at_once),
            "orders": Operation("GET", self._orders),
            "orders/list": Operation("GET", self._orders_numbered),
            "orders/cancelPosition": Operation("POST", self._cancel),
        }

    def _order_at_once(self, params: Params) -> Json:
        only(params, "positions", *_WISHES)
        self._baskets.named(params)
        wishes = _wishes(params)
        lines, complaint = self._placing.checked(positions(params))
        missing = self._choices.complaint(wishes)
        if missing or not lines:
            return _answer(Placed((), missing or complaint), wishes)
        return _answer(self._placing.place(lines, wishes, complaint), wishes)

    def _order_basket(self, params: Params) -> Json:
        only(params, "positionIds", *_WISHES)
        wishes = _wishes(params)
        basket = self._baskets.named(params)
        chosen = self._ticked(basket, params)
        missing = self._choices.complaint(wishes)
        if missing or not chosen:
            return _answer(Placed((), missing or "Корзина пуста"), wishes)
        basket.remove(line.position_id for line in chosen)
        lines: list[Line] = [(line.position, line.sold) for line in chosen]
        return _answer(self._placing.place(lines, wishes), wishes)

    def _ticked(self, basket: Basket, params: Params) -> list[BasketLine]:
        """Without the option for partial ordering the whole basket goes out, asked for or not."""
        wanted = whole_list(params, "positionIds")
        if not wanted or not self._choices.options.now.partial_ordering:
            return basket.lines()
        return [line for line in basket.lines() if line.position_id in wanted]

    def _orders(self, params: Params) -> Json:
        only(params, "format", "skip", "limit")
        skip, limit = whole(params, "skip", "0"), whole(params, "limit", "100")
        if not 1 <= limit <= _LARGEST_PAGE:
            raise bad_parameter("limit")
        detailed = optional_text(params, "format") == "p"
        orders = self._book.listed()
        self._choices.options.require_some(orders)
        page = orders[skip : skip + limit]
        rows = {order.number: order_row(order, positions=detailed, full=True) for order in page}
        # The count comes as text and the items keyed by number, as real shops send them.
        return {"count": str(len(orders)), "items": rows}

    def _orders_numbered(self, params: Params) -> Json:
        only(params, "orders")
        wanted = {str(number) for number in items(params.get("orders"))}
        found = [order for order in self._book.listed() if order.number in wanted]
        if not found:
            raise AbcpError(NOT_FOUND)
        return [order_row(order, positions=True, full=True) for order in found]

    def _cancel(self, params: Params) -> Json:
        only(params, "positionId")
        if not self._book.request_cancel(whole(params, "positionId")):
            raise AbcpError(NOT_FOUND)
        return {"message": "Запрос на отмену отправлен"}


def _wishes(params: Params) -> Wishes:
    return Wishes(
        client_order_number=optional_text(params, "clientOrderNumber"),
        comment=optional_text(params, "comment"),
        shipment_method=optional_text(params, "shipmentMethod"),
        shipment_address=optional_text(params, "shipmentAddress"),
        shipment_office=optional_text(params, "shipmentOffice"),
        shipment_date=optional_text(params, "shipmentDate"),
        payment_method=optional_text(params, "paymentMethod"),
    )


def _answer(placed: Placed, wishes: Wishes) -> Json:
    return {
        "status": int(placed.whole),
        "errorMessage": placed.error,
        "clientOrderNumber": wishes.client_order_number,
        "orders": ordered(placed.orders) if placed.names_orders else [],
    }
