"""What placing an order and looking for one have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from engine.errors import CallFailed
from engine.leave_to_send import sending_anyway
from engine.order_effects import PlaceOrder
from engine.ports.order_desk import OrderDesk, OrderState
from integrations.abcp.brands import BrandNames
from integrations.abcp.orders.calls import OrderCalls
from integrations.abcp.orders.notes import SenderNotes
from integrations.abcp.orders.placed_orders import PlacedOrder
from integrations.abcp.orders.policy import OrderPolicy
from integrations.abcp.orders.subsystem import Subsystem
from integrations.abcp.orders.verdict import Verdict, verdict_on_orders

log = structlog.get_logger()

_STATES = {
    "placed": OrderState.PLACED,
    "partial": OrderState.PARTIAL,
    "refused": OrderState.REFUSED,
    "not_sent": OrderState.REFUSED,
}


@dataclass(frozen=True)
class DeskWork:
    """One shop's account with everything that orders with it."""

    account: str
    calls: OrderCalls
    subsystems: Mapping[int, Subsystem]
    desk: OrderDesk
    policy: OrderPolicy
    brands: BrandNames

    def judged(self, orders: Sequence[PlacedOrder], order: PlaceOrder) -> Verdict:
        """Say how much of an order the orders found hold."""
        return verdict_on_orders(orders, order.lines, self.brands, status=1)

    def settle(self, order: PlaceOrder, verdict: Verdict) -> None:
        """Keep what became of the request."""
        state = _STATES[verdict.kind]
        self.desk.settle(self.account, tag=order.tag, state=state, result=verdict.detail)

    def tidy(self, order: PlaceOrder, subsystem: Subsystem, sender: SenderNotes) -> None:
        """Best effort: what stays behind is seen by the people of the shop, and is told here."""
        try:
            with sending_anyway():
                subsystem.tidy(sender)
        except CallFailed as error:
            log.warning("order_lines_left_in_basket", tag=order.tag, reason=reason_of(error))


def reason_of(error: CallFailed) -> str:
    return error.remote_code or error.code
