"""Answers of Bitrix24 methods as values; nothing beyond this file sees their dicts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import OutcomeUnknown
from engine.session import Lead
from integrations.bitrix24.portal import SYSTEM

LEAD_TYPE_ID = 1


@dataclass(frozen=True)
class SaidMessage:
    """One message as the chat keeps it."""

    id: int
    author_id: int
    text: str


def lead_from(result: Any, *, part_number_field: str) -> Lead:
    """Read the answer of crm.item.get."""
    item = _mapping(_mapping(result).get("item"))
    lead_id, status_id = _whole(item.get("id")), item.get("stageId")
    if lead_id is None or not isinstance(status_id, str) or not status_id:
        raise _unreadable("crm.item.get")
    return Lead(lead_id, status_id, _text(item.get(part_number_field)))


def dialog_page(result: Any) -> tuple[SaidMessage, ...]:
    """Read the answer of im.dialog.messages.get."""
    rows = _mapping(result).get("messages")
    return _messages(rows, author="author_id", operation="im.dialog.messages.get")


def session_history(result: Any) -> tuple[SaidMessage, ...]:
    """Read the answer of imopenlines.session.history.get."""
    rows = _mapping(result).get("message")
    return _messages(rows, author="senderid", operation="imopenlines.session.history.get")


def dialog_owner(result: Any) -> int:
    """Read who serves the chat from the answer of imopenlines.dialog.get; 0 is nobody yet."""
    owner = _whole(_mapping(result).get("owner"))
    if owner is None:
        raise _unreadable("imopenlines.dialog.get")
    return owner


def message_reference(result: Any) -> str:
    """Read the id of the message imbot.message.add has made."""
    return str(result) if _whole(result) is not None else ""


def _messages(rows: Any, *, author: str, operation: str) -> tuple[SaidMessage, ...]:
    if not isinstance(rows, list | dict):
        raise _unreadable(operation)
    found = [_message(row, author) for row in _each(rows)]
    if None in found:
        raise _unreadable(operation)
    return tuple(message for message in found if message is not None)


def _message(row: Any, author: str) -> SaidMessage | None:
    values = _mapping(row)
    message_id, author_id = _whole(values.get("id")), _whole(values.get(author))
    if message_id is None or author_id is None:
        return None
    return SaidMessage(message_id, author_id, _text(values.get("text")))


def _each(rows: list[Any] | dict[str, Any]) -> Iterable[Any]:
    # PHP writes an empty map as an empty list and a list with gaps as a map.
    return rows.values() if isinstance(rows, dict) else rows


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value)
    return None


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _unreadable(operation: str) -> OutcomeUnknown:
    message = f"{SYSTEM} {operation}: the answer has another shape than documented"
    return OutcomeUnknown(message, system=SYSTEM, operation=operation, remote_code="ANSWER_SHAPE")
