"""The way of one order under its turn: look, check, choose, record, send once, understand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.effects import Failed, NotRun, Outcome, Succeeded, Unknown
from engine.errors import CallFailed, CallNotRun, CallRefused
from engine.leave_to_send import sending_anyway
from engine.order_effects import OrderLine, PlaceOrder
from engine.order_news import ORDER_PARTIAL
from engine.ports.executors import Objection
from engine.ports.order_desk import NotNow, Turn
from integrations.abcp.numbers import whole_of
from integrations.abcp.offers import offers_from
from integrations.abcp.orders import notes
from integrations.abcp.orders.desk_work import DeskWork, reason_of
from integrations.abcp.orders.fresh_lines import FreshLine, OrderImpossible, freshened
from integrations.abcp.orders.placed_orders import tagged
from integrations.abcp.orders.subsystem import Prepared, Subsystem
from integrations.abcp.orders.verdict import Verdict

TURN_PAUSE_SECONDS = 5.0
_NOT_SENT_PAUSE_SECONDS = 10.0


@dataclass(frozen=True)
class OrderPlacing:
    """One attempt; `seconds_left` tells how much of the turn's lease remains.

    `objection` is asked when all is prepared: until then the client may have changed their mind.
    """

    work: DeskWork
    order: PlaceOrder
    turn: Turn
    seconds_left: Callable[[], float]
    objection: Objection

    def __call__(self) -> Outcome:
        """Place the order, or say why not; everything before `_send` may be repeated."""
        try:
            subsystem = self._subsystem()
            prepared = self._prepared(subsystem)
        except OrderImpossible as error:
            return Failed(error.code)
        except CallRefused as error:
            return Failed(reason_of(error))
        except CallFailed as error:
            # Only reads and the cart were touched: nothing was ordered.
            pause = error.retry_after_seconds if isinstance(error, CallNotRun) else 0.0
            return NotRun(reason_of(error), max(pause, TURN_PAUSE_SECONDS))
        if isinstance(prepared, Verdict):
            return _outcome(prepared)
        return self._send(subsystem, prepared)

    def _subsystem(self) -> Subsystem:
        version = whole_of(self.work.calls.document("orders/version"))
        if version is None or version not in self.work.subsystems:
            raise OrderImpossible("ORDER_VERSION_UNKNOWN")
        return self.work.subsystems[version]

    def _prepared(self, subsystem: Subsystem) -> Prepared | Verdict:
        listed = subsystem.listed(self.order)
        there = tagged(listed, self.order.tag)
        if there:
            # Our own record of it is gone; the shop's is good enough.
            return self.work.judged(there, self.order)
        sender = notes.SenderNotes(
            fence=self.turn.fence,
            subsystem=subsystem.version,
            newest=listed[0].number if listed else "",
        )
        lines = [self._fresh(line) for line in self.order.lines]
        return subsystem.prepare(self.order, lines, sender)

    def _fresh(self, line: OrderLine) -> FreshLine:
        query = {"number": line.part_number, "brand": line.brand, "withOutAnalogs": "1"}
        rows = self.work.calls.rows("search/articles", query)
        offers = offers_from(
            rows, part_number=line.part_number, brand=line.brand, brands=self.work.brands
        )
        return freshened(line, offers)

    def _send(self, subsystem: Subsystem, prepared: Prepared) -> Outcome:
        sender = prepared.notes
        kept_from = self._kept_from(sender)
        if kept_from is not None:
            self.work.tidy(self.order, subsystem, sender)
            return kept_from
        try:
            answer = self.work.calls.post(subsystem.operation, prepared.form)
        except CallNotRun as error:
            verdict = Verdict("not_sent", reason_of(error))
        except CallFailed as error:
            return Unknown(reason_of(error))
        else:
            verdict = self._looked_again(subsystem, subsystem.verdict(answer, self.order.lines))
        return self._conclude(subsystem, sender, verdict)

    def _kept_from(self, sender: notes.SenderNotes) -> Failed | NotRun | None:
        """Look a last time for what speaks against it, then record that the request goes out."""
        objection = self.objection()
        if objection is not None:
            return objection
        in_time = self.seconds_left() > self.work.policy.order_seconds
        written = notes.written(sender)
        leave = in_time and self.work.desk.begin_sending(self.turn, notes=written)
        return None if leave is True else _not_sent(leave)

    def _looked_again(self, subsystem: Subsystem, verdict: Verdict) -> Verdict:
        """Believe a refusal only when the shop shows no order under our tag."""
        if verdict.kind not in {"refused", "not_sent"}:
            return verdict
        try:
            with sending_anyway():
                there = tagged(subsystem.listed(self.order), self.order.tag)
        except CallFailed:
            return Verdict("unknown", verdict.detail)
        return self.work.judged(there, self.order) if there else verdict

    def _conclude(
        self, subsystem: Subsystem, sender: notes.SenderNotes, verdict: Verdict
    ) -> Outcome:
        if verdict.kind != "unknown":
            self.work.settle(self.order, verdict)
            if verdict.kind != "placed":
                self.work.tidy(self.order, subsystem, sender)
        return _outcome(verdict)


def _not_sent(leave: Literal[False] | NotNow) -> NotRun:
    if isinstance(leave, NotNow):
        return NotRun(leave.reason, leave.seconds)
    return NotRun("ORDER_TURN_LOST", TURN_PAUSE_SECONDS)


def _outcome(verdict: Verdict) -> Outcome:
    match verdict.kind:
        case "placed":
            return Succeeded(verdict.detail)
        case "partial":
            return Failed(f"{ORDER_PARTIAL} {verdict.detail}")
        case "refused":
            return Failed(verdict.detail)
        case "not_sent":
            return NotRun(verdict.detail, _NOT_SENT_PAUSE_SECONDS)
        case "unknown":
            return Unknown(verdict.detail)
