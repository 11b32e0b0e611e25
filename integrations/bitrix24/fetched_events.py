"""The answer of imbot.v2.Event.get as events, each as the webhook would have told it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import OutcomeUnknown, RequestInvalid
from integrations.bitrix24.event_body import tree_of
from integrations.bitrix24.events import Event, event_from
from integrations.bitrix24.portal import SYSTEM, Portal

FETCH = "imbot.v2.Event.get"
_DIGITS = 18


@dataclass(frozen=True)
class FetchedEvent:
    """One event with its place in the bot's queue; `event` tells why when it cannot be read."""

    number: int
    event: Event | RequestInvalid


@dataclass(frozen=True)
class FetchedPage:
    """Events in order; an offset of `next_offset` acknowledges them all."""

    events: tuple[FetchedEvent, ...]
    next_offset: int
    has_more: bool


def fetched_page(result: Any, portal: Portal) -> FetchedPage:
    """Read one answer; raises OutcomeUnknown when it has another shape than documented."""
    answer = result if isinstance(result, dict) else {}
    rows = answer.get("events")
    if isinstance(rows, dict):
        rows = list(rows.values())
    if not isinstance(rows, list):
        raise _unreadable()
    events = tuple(_fetched(row, portal) for row in rows)
    following = _number(answer.get("nextOffset"))
    return FetchedPage(events, following, answer.get("hasMore") in (True, "1", "Y"))


def _fetched(row: Any, portal: Portal) -> FetchedEvent:
    if not isinstance(row, dict):
        raise _unreadable()
    number = _number(row.get("eventId"))
    try:
        return FetchedEvent(number, _event(row, portal))
    except RequestInvalid as error:
        return FetchedEvent(number, error)


def _event(row: Mapping[str, Any], portal: Portal) -> Event:
    # Who fetched is proven by the bot's token, so that no proof comes with the event.
    data = row.get("data")
    told = {
        "event": row.get("type"),
        "ts": _seconds(row.get("date")),
        "auth": {"member_id": portal.member_id},
        "data": data if isinstance(data, dict) else {},
    }
    return event_from(tree_of(told))


def _seconds(date: Any) -> str:
    try:
        return str(int(datetime.fromisoformat(date).timestamp()))
    except (TypeError, ValueError, OverflowError):
        return ""


def _number(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _DIGITS:
        return int(value)
    raise _unreadable()


def _unreadable() -> OutcomeUnknown:
    message = f"{SYSTEM} {FETCH}: the answer has another shape than documented"
    return OutcomeUnknown(message, system=SYSTEM, operation=FETCH, remote_code="ANSWER_SHAPE")
