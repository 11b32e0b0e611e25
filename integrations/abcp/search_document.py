"""An answer of the shop as the text kept of it for minutes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from engine.ports.parts import Found, SearchResult, SeveralBrands
from engine.session import Offer


def written(result: SearchResult) -> str | None:
    """Return the text of an answer worth keeping; None for a failure or an empty shelf."""
    if isinstance(result, Found) or (isinstance(result, SeveralBrands) and result.brands):
        return orjson.dumps(asdict(result), default=str).decode()
    return None


def read(text: str) -> Found | SeveralBrands | None:
    """Read what `written` wrote; None for the text of a version that wrote otherwise."""
    try:
        return _result(orjson.loads(text))
    except (TypeError, ValueError, KeyError, AttributeError, InvalidOperation):
        return None


def _result(stored: Mapping[str, Any]) -> Found | SeveralBrands:
    if "brands" in stored:
        return SeveralBrands(stored["part_number"], tuple(stored["brands"]))
    lists = {name: _offers(stored[name]) for name in ("offers", "substitutes")}
    return Found(**{**stored, **lists})


def _offers(rows: Iterable[Mapping[str, Any]]) -> tuple[Offer, ...]:
    return tuple(Offer(**{**row, "price": Decimal(row["price"])}) for row in rows)
