"""Text of a variable into a value; a ValueError says what it must be and never repeats it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from integrations.secret import Secret

_TOKEN_LENGTH = 16


@dataclass(frozen=True)
class Reader:
    """How one kind of value is written, and its check."""

    form: str
    read: Callable[[str], Any]


def shape(pattern: str, form: str, make: Callable[[str], Any] = str) -> Reader:
    """Accept what matches the whole pattern."""

    def read(raw: str) -> Any:
        if not re.fullmatch(pattern, raw):
            raise ValueError(f"must be {form}")
        return make(raw)

    return Reader(form, read)


def whole(low: int, high: int) -> Reader:
    """Accept a whole number within bounds."""
    form = f"whole number from {low} to {high}"

    def read(raw: str) -> int:
        # Eighteen digits bound the work of int() on a hostile value.
        if not re.fullmatch(r"[0-9]{1,18}", raw) or not low <= int(raw) <= high:
            raise ValueError(f"must be a {form}")
        return int(raw)

    return Reader(form, read)


def optional(reader: Reader) -> Reader:
    """Accept nothing as well."""
    return Reader(reader.form, lambda raw: reader.read(raw) if raw else None)


TEXT = Reader("text", str)
SECRET = Reader("secret", Secret)
TOKEN = shape(rf".{{{_TOKEN_LENGTH},}}", f"secret of {_TOKEN_LENGTH} characters or more", Secret)
PATH_SECRET = shape(r"[A-Za-z0-9_-]{16,128}", "16-128 of A-Z a-z 0-9 _ -", Secret)
SWITCH = shape(r"[01]", "0 or 1", lambda raw: raw == "1")
