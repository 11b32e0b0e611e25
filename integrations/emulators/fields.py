"""Reads typed values out of request parameters, whether they came as JSON or as form text."""

from collections.abc import Mapping, Sequence

from integrations.emulators.exchange import Json


class FieldError(ValueError):
    """Raised when a parameter is missing or is not what it should be."""


def text(params: Mapping[str, Json], name: str, default: str | None = None) -> str:
    value = params.get(name, default)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise FieldError(f"{name} must be text")
    return value


def whole(params: Mapping[str, Json], name: str, default: int | None = None) -> int:
    value = params.get(name, default)
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise FieldError(f"{name} must be a whole number")
    return value


def number(params: Mapping[str, Json], name: str, default: float | None = None) -> float:
    value = params.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FieldError(f"{name} must be a number")
    return float(value)


def flag(params: Mapping[str, Json], name: str, *, default: bool) -> bool:
    value = params.get(name, default)
    if not isinstance(value, bool):
        raise FieldError(f"{name} must be true or false")
    return value


def mapping(params: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    """Read a nested object; PHP clients send an empty one as an empty list."""
    value = params.get(name) or {}
    if not isinstance(value, Mapping):
        raise FieldError(f"{name} must be an object")
    return value


def items(value: Json) -> Sequence[Json]:
    """Read a list that a form body turns into a map keyed "0", "1"..."""
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return value
    return [] if value is None else [value]
