"""The `basket/*` operations of the order subsystem v1."""

from collections.abc import Callable
from typing import TypeAlias

from integrations.emulators.abcp.basket import Basket, Position
from integrations.emulators.abcp.baskets import Baskets
from integrations.emulators.abcp.choices import (
    PAYMENT_METHODS,
    SHIPMENT_METHODS,
    SHIPMENT_OFFICES,
    Choices,
    listed,
)
from integrations.emulators.abcp.operations import Operation, Table
from integrations.emulators.abcp.order_rows import added_row, basket_row
from integrations.emulators.abcp.parameters import (
    Params,
    only,
    optional_text,
    positions,
    required_text,
    whole,
)
from integrations.emulators.abcp.placing import Placing
from integrations.emulators.abcp.stock import LineRefused
from integrations.emulators.exchange import Json

Listed: TypeAlias = Callable[[], Json]


class BasketOperations:
    """Adds, shows and clears the basket; lists what an order may choose."""

    def __init__(
        self, baskets: Baskets, placing: Placing, choices: Choices, clock: Callable[[], float]
    ) -> None:
        self._baskets = baskets
        self._placing = placing
        self._choices = choices
        self._clock = clock

    def table(self) -> Table:
        now = self._choices.options
        return {
            "basket/multibasket": _list(self._baskets.listed),
            "basket/add": Operation("POST", self._add),
            "basket/clear": Operation("POST", self._clear),
            "basket/content": Operation("GET", self._content),
            "basket/options": Operation("GET", self._options),
            "basket/paymentMethods": _list(
                lambda: listed(PAYMENT_METHODS) if now.now.payment_methods else []
            ),
            "basket/shipmentMethods": _list(
                lambda: listed(SHIPMENT_METHODS) if now.now.shipment_methods else []
            ),
            "basket/shipmentOffices": Operation("GET", self._offices),
            "basket/shipmentAddresses": _list(
                lambda: listed(self._choices.addresses) if now.now.shipment_addresses else []
            ),
            "basket/shipmentDates": Operation("GET", self._dates),
            "basket/shipmentAddress": Operation("POST", self._new_address),
        }

    def _add(self, params: Params) -> Json:
        only(params, "positions", "basketId")
        basket = self._baskets.named(params)
        rows = [self._add_one(position, basket) for position in positions(params)]
        whole_basket = all(isinstance(row, dict) and row["status"] for row in rows)
        return {"status": int(whole_basket), "positions": rows}

    def _add_one(self, position: Position, basket: Basket) -> Json:
        if position.quantity == 0:
            basket.remove(
                line.position_id
                for line in basket.lines()
                if line.position.same_as == position.same_as
            )
            return added_row(position, None, "")
        if basket.holds(position) and not self._choices.options.now.adds_up:
            return added_row(position, None, "Такой товар уже есть в корзине")
        try:
            sold = self._placing.sold(position)
        except LineRefused as error:
            return added_row(position, None, str(error))
        basket.add(position, sold)
        return added_row(position, sold, "")

    def _clear(self, params: Params) -> Json:
        only(params, "basketId")
        self._baskets.named(params).clear()
        return {"status": 1, "errorMessage": ""}

    def _content(self, params: Params) -> Json:
        only(params, "basketId")
        return [basket_row(line) for line in self._baskets.named(params).lines()]

    def _options(self, params: Params) -> Json:
        only(params)
        refuses = not self._choices.options.now.new_addresses
        return {"options": ["disallow_new_shipment_address"] if refuses else []}

    def _offices(self, params: Params) -> Json:
        only(params, "officesType")
        if optional_text(params, "officesType") not in {"", "order", "registration"}:
            return []
        return listed(SHIPMENT_OFFICES)

    def _dates(self, params: Params) -> Json:
        only(params, "minDeadlineTime", "maxDeadlineTime", "shipmentAddress")
        if not self._choices.options.now.shipment_dates:
            return []
        hours = whole(params, "maxDeadlineTime")
        return [{"date": day, "name": day} for day in self._choices.dates(self._clock(), hours)]

    def _new_address(self, params: Params) -> Json:
        only(params, "address")
        address = required_text(params, "address")
        if not self._choices.options.now.new_addresses:
            return {"errorCode": 103, "errorMessage": "Adding addresses is disallowed"}
        return {"shipmentAddressId": int(self._choices.add_address(address))}


def _list(rows: Listed) -> Operation:
    return Operation("GET", lambda params: _plain(params, rows))


def _plain(params: Params, rows: Listed) -> Json:
    only(params)
    return rows()
