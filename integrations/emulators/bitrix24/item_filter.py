"""The filter of crm.item.list: an operator in front of the field name."""

import re
from collections.abc import Callable, Mapping

from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError, items

_KEY = re.compile(r"^(!=|!@|!%|>=|<=|=|!|@|%|>|<)?(\w+)$")


def matches(row: Mapping[str, Json], wanted: Mapping[str, Json]) -> bool:
    """Say whether a row fits every condition of the filter."""
    return all(_fits(row, key, value) for key, value in wanted.items())


def _fits(row: Mapping[str, Json], key: str, value: Json) -> bool:
    match = _KEY.match(key)
    if match is None or match[2] not in row:
        raise FieldError(f"Invalid filter: field '{key}' is not allowed in filter")
    return _OPERATORS[match[1] or "="](row[match[2]], value)


def _among(actual: Json, wanted: Json) -> bool:
    return _text(actual) in [_text(option) for option in items(wanted)]


def _contains(actual: Json, wanted: Json) -> bool:
    return _text(wanted).lower() in _text(actual).lower()


def _compare(actual: Json, wanted: Json) -> int:
    """Order two values as numbers when both are, else as texts; dates are ISO texts."""
    left, right = _text(actual), _text(wanted)
    try:
        difference = float(left) - float(right)
    except ValueError:
        return (left > right) - (left < right)
    return (difference > 0) - (difference < 0)


def _text(value: Json) -> str:
    return "" if value is None else str(value)


_OPERATORS: Mapping[str, Callable[[Json, Json], bool]] = {
    "=": _among,
    "@": _among,
    "!": lambda actual, wanted: not _among(actual, wanted),
    "!=": lambda actual, wanted: not _among(actual, wanted),
    "!@": lambda actual, wanted: not _among(actual, wanted),
    "%": _contains,
    "!%": lambda actual, wanted: not _contains(actual, wanted),
    ">": lambda actual, wanted: _compare(actual, wanted) > 0,
    ">=": lambda actual, wanted: _compare(actual, wanted) >= 0,
    "<": lambda actual, wanted: _compare(actual, wanted) < 0,
    "<=": lambda actual, wanted: _compare(actual, wanted) <= 0,
}
