"""Reads how orders stand, in either order subsystem of a shop."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.ports.clock import Clock
from engine.ports.order_states import LineState, OrderState
from integrations.abcp.answers import Row, unknown_shape
from integrations.abcp.client import AbcpClient
from integrations.abcp.numbers import whole_of
from integrations.abcp.offers import plain_text

STATES_SECONDS = 20.0
_SECOND_SUBSYSTEM = 2


class AbcpOrderStates:
    """The shop's orders, as engine.ports.order_states.OrderStates."""

    def __init__(
        self, client: AbcpClient, clock: Clock, *, within_seconds: float = STATES_SECONDS
    ) -> None:
        self._client = client
        self._clock = clock
        self._within_seconds = within_seconds

    def states_of(self, numbers: Sequence[str]) -> Sequence[OrderState]:
        """Ask by number, in one call where the shop can; raises CallFailed."""
        until = self._clock.monotonic() + self._within_seconds
        version = self._client.document("orders/version", {}, until=until)
        if whole_of(version) == _SECOND_SUBSYSTEM:
            rows = [row for number in numbers for row in self._found(number, until=until)]
        else:
            query = {f"orders[{index}]": number for index, number in enumerate(numbers)}
            rows = list(self._client.read("orders/list", query, until=until))
        return [state for state in map(_state, rows) if state.number in numbers]

    def _found(self, number: str, *, until: float) -> Sequence[Row]:
        operation = "ts/orders/list"
        answer = self._client.document(operation, {"number": number}, until=until)
        if answer is None:
            return ()
        return _rows(answer.get("list") if isinstance(answer, dict) else None, operation)


def _rows(listed: Any, operation: str) -> Sequence[Row]:
    rows = list(listed.values()) if isinstance(listed, dict) else listed
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise unknown_shape(operation)
    return rows


def _state(row: Row) -> OrderState:
    positions = row.get("positions") or ()
    return OrderState(
        number=_text(row.get("number")),
        status=_text(row.get("status")),
        lines=tuple(map(_line, _rows(positions, "orders") if positions else ())),
        note=" ".join(filter(None, (_text(row.get("comment")), *_meeting(row)))),
    )


def _meeting(row: Row) -> Sequence[str]:
    """Return whom the order is handed to, where the second subsystem shows it."""
    delivery = row.get("delivery")
    meeting = delivery.get("meetData") if isinstance(delivery, Mapping) else None
    if not isinstance(meeting, Mapping):
        return ()
    return [_text(meeting.get(name)) for name in ("contact", "comment")]


def _line(row: Row) -> LineState:
    return LineState(
        brand=_text(row.get("brand")),
        part_number=_text(row.get("number")) or _text(row.get("numberFix")),
        quantity=whole_of(row.get("quantity")) or whole_of(row.get("quantityOrdered")) or 0,
        status=_text(row.get("status")),
    )


def _text(value: object) -> str:
    return plain_text(str(value)) if isinstance(value, str | int) else ""
