"""Orders the shop has taken: the ledger that tests and the demo read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import count
from threading import Lock
from typing import Any

from integrations.emulators.abcp.basket import Position
from integrations.emulators.abcp.catalogue import OrderStatus
from integrations.emulators.abcp.stock import Sold


@dataclass(frozen=True)
class OrderLine:
    """One ordered position."""

    position_id: int
    position: Position
    sold: Sold
    cancel_requested: bool = False
    status: OrderStatus | None = None
    """Where the line stands apart from its order."""
    ts_status: str = "new"
    """The word of the order subsystem v2."""

    @property
    def total(self) -> Decimal:
        return self.sold.offer.price * self.position.quantity


@dataclass(frozen=True)
class Wishes:
    """What an order says besides its lines."""

    client_order_number: str = ""
    comment: str = ""
    shipment_method: str = ""
    shipment_address: str = ""
    shipment_office: str = ""
    shipment_date: str = ""
    payment_method: str = ""
    person: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Order:
    """One order; it is listed only from `visible_at` on."""

    number: str
    wishes: Wishes
    lines: tuple[OrderLine, ...]
    placed_at: float
    visible_at: float
    status: OrderStatus
    subsystem: int = 1

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))


@dataclass
class OrderBook:
    """Takes orders without asking whether it has seen their client number before, as ABCP does."""

    clock: Callable[[], float]
    first_status: OrderStatus
    _orders: list[Order] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(248_143_957))
    _line_ids: "count[int]" = field(default_factory=lambda: count(711_114_201))
    _lock: Lock = field(default_factory=Lock)

    def place(
        self,
        lines: Sequence[tuple[Position, Sold]],
        wishes: Wishes,
        *,
        hidden_seconds: float = 0.0,
        number: str | None = None,
        subsystem: int = 1,
    ) -> Order:
        with self._lock:
            now = self.clock()
            order = Order(
                number=number or str(next(self._numbers)),
                wishes=wishes,
                lines=tuple(OrderLine(next(self._line_ids), *line) for line in lines),
                placed_at=now,
                visible_at=now + hidden_seconds,
                status=self.first_status,
                subsystem=subsystem,
            )
            self._orders.append(order)
            return order

    def all(self) -> list[Order]:
        """Return every order, oldest first, shown or not."""
        with self._lock:
            return list(self._orders)

    def listed(self, subsystem: int = 1) -> list[Order]:
        """Return what a list shows now, newest first."""
        now = self.clock()
        shown = (x for x in self.all() if x.visible_at <= now and x.subsystem == subsystem)
        return list(shown)[::-1]

    def set_status(
        self, number: str, status: OrderStatus, *, position_id: int | None = None
    ) -> bool:
        """Move an order, or one of its lines."""
        if position_id is not None:
            return self._change_lines(number, position_id, status=status)
        self._change_lines(number, None, status=None)
        return self._change(number, lambda order: replace(order, status=status))

    def set_ts_status(self, number: str, word: str, *, position_id: int | None = None) -> bool:
        """Move the lines of an order of subsystem v2, which has no status itself."""
        return self._change_lines(number, position_id, ts_status=word)

    def request_cancel(self, position_id: int) -> bool:
        """Note the wish to cancel a line; people decide about it."""
        for order in self.all():
            if any(line.position_id == position_id for line in order.lines):
                lines = tuple(
                    replace(x, cancel_requested=x.cancel_requested or x.position_id == position_id)
                    for x in order.lines
                )
                return self._change(order.number, partial(replace, lines=lines))
        return False

    def _change_lines(self, number: str, position_id: int | None, **changes: Any) -> bool:
        def changed(order: Order) -> Order:
            lines = (
                replace(x, **changes) if position_id in (None, x.position_id) else x
                for x in order.lines
            )
            return replace(order, lines=tuple(lines))

        return self._change(number, changed)

    def _change(self, number: str, change: Callable[[Order], Order]) -> bool:
        with self._lock:
            for index, order in enumerate(self._orders):
                if order.number == number:
                    self._orders[index] = change(order)
                    return True
        return False
