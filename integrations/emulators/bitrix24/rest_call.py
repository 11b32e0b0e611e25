"""What a REST method receives, returns and raises."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from integrations.emulators.exchange import Json

Params: TypeAlias = Mapping[str, Json]


@dataclass(frozen=True)
class Page:
    """One page of a list method; `next_start` is absent on the last one."""

    result: Json
    total: int
    next_start: int | None


class RestError(Exception):
    """Raised by a method to answer with a Bitrix24 error; classic CRM codes may be empty."""

    def __init__(self, status: int, code: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.code = code
        self.description = description


RestMethod: TypeAlias = Callable[[Params], Json | Page]


def upper_keys(params: Params) -> Params:
    """Chat methods read their parameters in any case."""
    return {key.upper(): value for key, value in params.items()}


def positive_id(value: Json) -> int | None:
    """Read an identifier the way PHP casts it; anything without one is none."""
    text = str(value).strip() if isinstance(value, str | int) else ""
    return int(text) if text.isdecimal() and int(text) > 0 else None
