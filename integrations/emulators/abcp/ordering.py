"""Everything of the shop that has to do with orders, put together."""

from collections.abc import Callable, Mapping

from integrations.emulators.abcp.basket_operations import BasketOperations
from integrations.emulators.abcp.baskets import Baskets
from integrations.emulators.abcp.catalogue import Catalogue, OrderStatus
from integrations.emulators.abcp.choices import Choices
from integrations.emulators.abcp.operations import Operation, Table
from integrations.emulators.abcp.options import Options
from integrations.emulators.abcp.order_book import OrderBook
from integrations.emulators.abcp.order_operations import OrderOperations
from integrations.emulators.abcp.orders_control import OrdersControl
from integrations.emulators.abcp.page import render
from integrations.emulators.abcp.parameters import Params, only
from integrations.emulators.abcp.placing import Placing
from integrations.emulators.abcp.refusals import AbcpError, refusal
from integrations.emulators.abcp.stock import Stock
from integrations.emulators.abcp.ts_cart import Cart
from integrations.emulators.abcp.ts_operations import TsOperations
from integrations.emulators.calls import CallLog
from integrations.emulators.exchange import Json
from integrations.emulators.faults import FaultMode
from integrations.emulators.routing import Route

_SECOND_SUBSYSTEM = 2
# Observed HTTP 500 with errorCode 403 on shops that run the second order subsystem.
_V1_DISABLED = refusal(500, 403, "Access is denied. Orders v1 disabled.")
_NOT_SWITCHED_ON = refusal(403, 103, "Access to requested operation is denied")


class Ordering:
    """The state behind orders and the operations, control and page over it."""

    def __init__(self, catalogue: Catalogue, clock: Callable[[], float]) -> None:
        self._catalogue = catalogue
        self._clock = clock
        self._options = Options()
        self.stock = Stock(catalogue, self._options, clock)
        self._baskets = Baskets(self._options)
        self._cart = Cart()
        first = next(iter(catalogue.order_statuses), OrderStatus(0, "Новый", "ffffff", final=False))
        self._book = OrderBook(clock, first)
        self._placing = Placing(self.stock, self._baskets.shared, self._book)
        self._choices = Choices(self._options)

    def fault_modes(self) -> Mapping[str, FaultMode]:
        return self._placing.fault_modes()

    def table(self) -> Table:
        choices = self._choices
        first = {
            **BasketOperations(self._baskets, self._placing, choices, self._clock).table(),
            **OrderOperations(
                baskets=self._baskets,
                placing=self._placing,
                choices=choices,
                book=self._book,
                catalogue=self._catalogue,
            ).table(),
        }
        second = TsOperations(
            cart=self._cart, placing=self._placing, choices=choices, book=self._book
        ).table()
        return {
            "orders/version": Operation("GET", self._version),
            **{name: self._only_in(1, operation) for name, operation in first.items()},
            **{name: self._only_in(2, operation) for name, operation in second.items()},
        }

    def routes(self, calls: CallLog) -> tuple[Route, ...]:
        return OrdersControl(
            book=self._book,
            basket=self._baskets.shared,
            cart=self._cart,
            stock=self.stock,
            options=self._options,
            catalogue=self._catalogue,
            calls=calls,
        ).routes()

    def page(self, calls: CallLog) -> str:
        return render(
            book=self._book,
            baskets=self._baskets,
            cart=self._cart,
            choices=self._choices,
            calls=calls,
        )

    def _version(self, params: Params) -> Json:
        only(params)
        return self._options.now.order_version

    def _only_in(self, subsystem: int, operation: Operation) -> Operation:
        def perform(params: Params) -> Json:
            if self._options.now.order_version != subsystem:
                first_asked = subsystem != _SECOND_SUBSYSTEM
                raise AbcpError(_V1_DISABLED if first_asked else _NOT_SWITCHED_ON)
            return operation.perform(params)

        return Operation(operation.verb, perform)
