"""Reads single values out of what Bitrix24 answers, whatever PHP made of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.errors import OutcomeUnknown
from integrations.bitrix24.portal import SYSTEM


def each(rows: list[Any] | dict[str, Any]) -> Iterable[Any]:
    """Walk over rows: PHP writes an empty map as an empty list, a list with gaps as a map."""
    return rows.values() if isinstance(rows, dict) else rows


def mapping(value: Any) -> Mapping[str, Any]:
    """Return the map, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def whole(value: Any) -> int | None:
    """Read a whole number, which may come as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value)
    return None


def text(value: Any) -> str:
    """Read a text, which may come as a number; empty for anything else."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def unreadable(operation: str) -> OutcomeUnknown:
    """Return the error for an answer of another shape than documented."""
    message = f"{SYSTEM} {operation}: the answer has another shape than documented"
    return OutcomeUnknown(message, system=SYSTEM, operation=operation, remote_code="ANSWER_SHAPE")
