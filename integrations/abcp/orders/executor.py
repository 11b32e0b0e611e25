"""Places confirmed orders in the shop: each tag once, and an unknown outcome is looked for."""

from contextlib import suppress
from functools import partial

from engine.effects import (
    Action,
    Applied,
    Failed,
    Finding,
    LookAgain,
    NotApplied,
    NotRun,
    Outcome,
    Succeeded,
    Undecidable,
    Unknown,
)
from engine.errors import StoreUnavailable
from engine.order_effects import PlaceOrder
from engine.order_news import ORDER_PARTIAL
from engine.ports.clock import Clock, Identifiers
from engine.ports.executors import Executor, Objection
from engine.ports.order_desk import OrderRecord, OrderState, Turn
from integrations.abcp.orders import notes
from integrations.abcp.orders.desk_work import DeskWork
from integrations.abcp.orders.placing import TURN_PAUSE_SECONDS, OrderPlacing
from integrations.abcp.orders.searching import OrderSearch

SHOP_AT_WORK = frozenset({"TIMEOUT", "NO_ANSWER", "ANSWER_SHAPE"})
"""After these the shop itself has said nothing, so it may still be at work on the request.

Others wait for it as long as an order may take. Their orders could do this one no harm, for each
is known by its tag, but a shop asks for one at a time.
"""


class AbcpOrderExecutor:
    """The safe-order protocol over either order subsystem.

    Everything up to the desk's record may be repeated. From there on the order is sent again by
    nobody, unless the shop has surely refused it.
    """

    repeatable = False

    def __init__(
        self,
        work: DeskWork,
        *,
        clock: Clock,
        identifiers: Identifiers,
        objection: Objection = lambda: None,
    ) -> None:
        self._work = work
        self._clock = clock
        self._identifiers = identifiers
        self._objection = objection

    @property
    def account(self) -> str:
        return self._work.account

    def unless(self, objection: Objection) -> Executor:
        """Return the executor of one attempt, which asks once everything is prepared."""
        return AbcpOrderExecutor(
            self._work, clock=self._clock, identifiers=self._identifiers, objection=objection
        )

    def execute(self, action: Action) -> Outcome:
        order = _expect(action)
        known = _outcome_known(self._record(order))
        if known is not None:
            return known
        lease_seconds = self._work.policy.lease_seconds
        until = self._clock.monotonic() + lease_seconds
        turn = self._work.desk.enter(
            self._work.account,
            tag=order.tag,
            nonce=self._identifiers.new("turn"),
            lease_seconds=lease_seconds,
        )
        if turn is None:
            return NotRun("ORDER_TURN_TAKEN", TURN_PAUSE_SECONDS)
        left = partial(self._left, until)
        placing = OrderPlacing(self._work, order, turn, left, self._objection)
        outcome = self._placed(placing)
        if not (isinstance(outcome, Unknown) and outcome.reason in SHOP_AT_WORK):
            self._work.desk.leave(turn)
        return outcome

    def probe(self, action: Action) -> Finding:
        order = _expect(action)
        record = self._record(order)
        if record is None or record.state is OrderState.REFUSED:
            return NotApplied()
        if record.state is not OrderState.SENDING:
            return _finding_known(record)
        finding = OrderSearch(self._work, order, record)()
        at_work = record.sent_seconds_ago < self._work.policy.order_seconds
        if not (isinstance(finding, LookAgain) and at_work):
            fence = notes.read(record.notes).fence
            self._work.desk.leave(Turn(self._work.account, order.tag, fence))
        return finding

    def _placed(self, placing: OrderPlacing) -> Outcome:
        try:
            return placing()
        except StoreUnavailable:
            # The shop has nothing of it in hand: between request and answer no store is asked.
            with suppress(StoreUnavailable):
                self._work.desk.leave(placing.turn)
            raise

    def _record(self, order: PlaceOrder) -> OrderRecord | None:
        return self._work.desk.record(self._work.account, tag=order.tag)

    def _left(self, until: float) -> float:
        return until - self._clock.monotonic()


def _outcome_known(record: OrderRecord | None) -> Outcome | None:
    """Say what became of an order that was sent before, perhaps by another effect."""
    if record is None or record.state is OrderState.REFUSED:
        return None
    match record.state:
        case OrderState.PLACED:
            return Succeeded(record.result)
        case OrderState.PARTIAL:
            return Failed(f"{ORDER_PARTIAL} {record.result}")
        case _:
            return Unknown(record.result or "ORDER_SENT_BEFORE")


def _finding_known(record: OrderRecord) -> Finding:
    if record.state is OrderState.PLACED:
        return Applied(record.result)
    partly = record.state is OrderState.PARTIAL
    return Undecidable(f"{ORDER_PARTIAL} {record.result}" if partly else record.result)


def _expect(action: Action) -> PlaceOrder:
    if not isinstance(action, PlaceOrder):
        raise TypeError(f"{action.kind} was given to the executor of orders")
    return action
