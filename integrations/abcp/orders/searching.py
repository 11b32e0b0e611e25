"""Looking in the shop for an order that may have been placed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from engine.effects import Applied, Finding, LookAgain, Undecidable
from engine.errors import CallFailed
from engine.order_effects import PlaceOrder
from engine.order_news import ORDER_PARTIAL
from engine.ports.order_desk import OrderRecord, OrderState
from integrations.abcp.orders import notes
from integrations.abcp.orders.desk_work import DeskWork, reason_of
from integrations.abcp.orders.placed_orders import PlacedOrder, looks_like, numbers_of, tagged
from integrations.abcp.orders.subsystem import Subsystem

LOOKS_SECONDS = (5.0, 15.0, 45.0, 120.0)
"""After the request; a shop may show an order late, but hardly later than the last look."""

LONGEST_UNREADABLE_SECONDS = 600.0
"""A list of orders that cannot be read for so long leaves the question to a person."""

UNREADABLE_PAUSE_SECONDS = 30.0

ORDER_UNCLEAR = "ORDER_UNCLEAR"
"""The order may exist, though the shop does not show it."""

ORDER_PROBABLE = "ORDER_PROBABLE"
"""An order of the same goods appeared without our tag: its numbers follow the code."""


@dataclass(frozen=True)
class OrderSearch:
    """One look; never proves that nothing was ordered, for a list may lag."""

    work: DeskWork
    order: PlaceOrder
    record: OrderRecord

    def __call__(self) -> Finding:
        sender = notes.read(self.record.notes)
        subsystem = self.work.subsystems[sender.subsystem]
        try:
            listed = subsystem.listed(self.order)
        except CallFailed as error:
            if self.record.sent_seconds_ago < LONGEST_UNREADABLE_SECONDS:
                return LookAgain(reason_of(error), UNREADABLE_PAUSE_SECONDS)
            return self._unclear(ORDER_UNCLEAR)
        there = tagged(listed, self.order.tag)
        if there:
            return self._found(subsystem, sender, there)
        pause = next_look(self.record.sent_seconds_ago)
        if pause is not None:
            return LookAgain("ORDER_NOT_LISTED", self._before_others_may_order(pause))
        self.work.tidy(self.order, subsystem, sender)
        return self._unclear(self._guess(listed, sender))

    def _before_others_may_order(self, pause: float) -> float:
        """Look once more at the moment that others wait for."""
        left = self.work.policy.order_seconds - self.record.sent_seconds_ago
        return min(pause, left) if left > 0 else pause

    def _found(
        self, subsystem: Subsystem, sender: notes.SenderNotes, there: Sequence[PlacedOrder]
    ) -> Finding:
        verdict = self.work.judged(there, self.order)
        self.work.settle(self.order, verdict)
        if verdict.kind == "placed":
            return Applied(verdict.detail)
        self.work.tidy(self.order, subsystem, sender)
        return Undecidable(f"{ORDER_PARTIAL} {verdict.detail}")

    def _guess(self, listed: Sequence[PlacedOrder], sender: notes.SenderNotes) -> str:
        """Name new orders of the same goods: they may be ours, so a person compares them."""
        new = takewhile(lambda order: order.number != sender.newest, listed)
        alike = [order for order in new if looks_like(order, self.order.lines, self.work.brands)]
        return f"{ORDER_PROBABLE} {numbers_of(alike)}" if alike else ORDER_UNCLEAR

    def _unclear(self, reason: str) -> Finding:
        self.work.desk.settle(
            self.work.account, tag=self.order.tag, state=OrderState.UNCLEAR, result=reason
        )
        return Undecidable(reason)


def next_look(sent_seconds_ago: float) -> float | None:
    """Return seconds until the next look, None when the last one is over."""
    ahead = (look - sent_seconds_ago for look in LOOKS_SECONDS if look > sent_seconds_ago)
    return next(ahead, None)
