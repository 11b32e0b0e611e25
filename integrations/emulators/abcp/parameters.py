"""Reads parameters of ABCP operations strictly, with ABCP's own refusals."""

from collections.abc import Mapping
from typing import TypeAlias

from integrations.emulators.abcp.basket import Position
from integrations.emulators.abcp.refusals import AbcpError, refusal
from integrations.emulators.exchange import Json
from integrations.emulators.fields import items

Params: TypeAlias = Mapping[str, Json]

POSITION_LIMIT = 500
_ACCOUNT = frozenset({"userlogin", "userpsw"})
_POSITION = frozenset({"brand", "number", "supplierCode", "itemKey", "quantity", "comment"})


def bad_parameter(name: str) -> AbcpError:
    return AbcpError(refusal(400, 4, f"Bad parameter: {name}"))


def only(params: Params, *names: str) -> None:
    """Refuse parameters that the operation does not have: a misspelt one would be ignored."""
    for name in sorted(params.keys() - _ACCOUNT - set(names)):
        raise bad_parameter(name)


def required_text(params: Params, name: str) -> str:
    value = params.get(name)
    if not isinstance(value, str) or not value.strip():
        raise AbcpError(refusal(400, 2, f"Required parameter missing: {name}"))
    return value


def optional_text(params: Params, name: str) -> str:
    value = params.get(name, "")
    if not isinstance(value, str):
        raise bad_parameter(name)
    return value


def whole(params: Params, name: str, default: str | None = None) -> int:
    text = required_text(params, name) if default is None else optional_text(params, name)
    text = text or default or ""
    if not text.isdecimal() or not text.isascii():
        raise bad_parameter(name)
    return int(text)


def whole_list(params: Params, name: str) -> list[int]:
    numbers = [str(item) for item in items(params.get(name))]
    if any(not (number.isdecimal() and number.isascii()) for number in numbers):
        raise bad_parameter(name)
    return [int(number) for number in numbers]


def positions(params: Params) -> list[Position]:
    """Read `positions[i][field]`; more than the limit refuses the whole call."""
    rows = items(params.get("positions"))
    if not rows:
        raise AbcpError(refusal(400, 2, "Required parameter missing: positions"))
    if len(rows) > POSITION_LIMIT:
        raise AbcpError(refusal(400, 201, f"More than {POSITION_LIMIT} positions"))
    return [_position(row) for row in rows]


def _position(row: Json) -> Position:
    if not isinstance(row, Mapping):
        raise bad_parameter("positions")
    for name in sorted(row.keys() - _POSITION):
        raise bad_parameter(f"positions[][{name}]")
    return Position(
        brand=required_text(row, "brand"),
        number=required_text(row, "number"),
        supplier_code=required_text(row, "supplierCode"),
        item_key=required_text(row, "itemKey"),
        quantity=whole(row, "quantity"),
        comment=optional_text(row, "comment"),
    )
