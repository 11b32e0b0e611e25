"""Text of a variable into a value; a ValueError says what it must be and never repeats it."""

import re
from collections.abc import Callable
from typing import Any

from integrations.secret import Secret

_TOKEN_LENGTH = 16


def optional(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda raw: read(raw) if raw else None


def token(raw: str) -> Secret:
    if len(raw) < _TOKEN_LENGTH:
        raise ValueError(f"must have at least {_TOKEN_LENGTH} characters")
    return Secret(raw)


def whole(low: int, high: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        # Eighteen digits bound the work of int() on a hostile value.
        if not re.fullmatch(r"[0-9]{1,18}", raw) or not low <= int(raw) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(raw)

    return read


def shape(pattern: str, form: str, make: Callable[[str], Any] = str) -> Callable[[str], Any]:
    def read(raw: str) -> Any:
        if not re.fullmatch(pattern, raw):
            raise ValueError(f"must be {form}")
        return make(raw)

    return read


switch = shape(r"[01]", "0 or 1", lambda raw: raw == "1")
secret = optional(Secret)
