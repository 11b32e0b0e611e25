"""Answers of chat methods as values; nothing beyond the wire files sees their dicts."""

from dataclasses import dataclass
from typing import Any

from integrations.bitrix24.wire_values import each, mapping, text, unreadable, whole


@dataclass(frozen=True)
class SaidMessage:
    """One message as the chat keeps it."""

    id: int
    author_id: int
    text: str
    uuid: str = ""


def dialog_page(result: Any) -> tuple[SaidMessage, ...]:
    """Read the answer of im.dialog.messages.get."""
    rows = mapping(result).get("messages")
    return _messages(rows, author="author_id", operation="im.dialog.messages.get")


def session_history(result: Any) -> tuple[SaidMessage, ...]:
    """Read the answer of imopenlines.session.history.get."""
    rows = mapping(result).get("message")
    return _messages(rows, author="senderid", operation="imopenlines.session.history.get")


def dialog_owner(result: Any) -> int:
    """Read who serves the chat from the answer of imopenlines.dialog.get; 0 is nobody yet."""
    owner = whole(mapping(result).get("owner"))
    if owner is None:
        raise unreadable("imopenlines.dialog.get")
    return owner


def message_reference(result: Any) -> str:
    """Read the id of the message that was made: version 2 wraps it."""
    made = mapping(result).get("id") if isinstance(result, dict) else result
    return str(made) if whole(made) is not None else ""


def _messages(rows: Any, *, author: str, operation: str) -> tuple[SaidMessage, ...]:
    if not isinstance(rows, list | dict):
        raise unreadable(operation)
    found = [_message(row, author) for row in each(rows)]
    if None in found:
        raise unreadable(operation)
    return tuple(message for message in found if message is not None)


def _message(row: Any, author: str) -> SaidMessage | None:
    values = mapping(row)
    message_id, author_id = whole(values.get("id")), whole(values.get(author))
    if message_id is None or author_id is None:
        return None
    return SaidMessage(message_id, author_id, text(values.get("text")), text(values.get("uuid")))
