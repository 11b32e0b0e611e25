"""Orders as the shop shows them, and how much of what was wanted they hold."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.order_effects import OrderLine
from integrations.abcp.brands import BrandNames
from integrations.abcp.numbers import cleaned, whole_of

TAG_IN_COMMENT = "#BOT-"
"""What the word of a comment begins with that names the order of a dialog."""

_Key = tuple[str, str, str]


@dataclass(frozen=True)
class PlacedOrder:
    """One order of the shop; `lines` is None when it was shown without positions."""

    number: str
    tag: str
    comment: str
    lines: "Counter[_Key] | None"


def orders_in(listed: Any, brands: BrandNames) -> tuple[PlacedOrder, ...]:
    """Read orders from a list, or from an object keyed by their number."""
    rows = list(listed.values()) if isinstance(listed, dict) else listed
    if not isinstance(rows, list):
        return ()
    read = (_order(row, brands) for row in rows if isinstance(row, dict))
    return tuple(order for order in read if order.number)


def tagged(orders: Iterable[PlacedOrder], tag: str) -> tuple[PlacedOrder, ...]:
    """Return the orders that carry the tag; staff may have edited the comment, so both count."""
    return tuple(
        order
        for order in orders
        if tag in (order.tag, order.number) or f"#{tag}" in order.comment.split()
    )


def is_exact(orders: Iterable[PlacedOrder], lines: Sequence[OrderLine], brands: BrandNames) -> bool:
    """Say whether orders together hold every line, and nothing that nobody confirmed.

    Orders without positions are believed.
    """
    found = list(orders)
    if any(order.lines is None for order in found):
        return True
    placed: Counter[_Key] = Counter()
    for order in found:
        placed.update(order.lines or {})
    # Counters are equal whatever counts zero pieces, as a line does that the shop has struck out.
    return wanted(lines, brands) == placed


def missing_pieces(
    orders: Iterable[PlacedOrder], lines: Sequence[OrderLine], brands: BrandNames
) -> Mapping[int, int] | None:
    """Return by their place the lines that orders do not hold, each with the pieces missing.

    None where an order was shown without positions: nobody knows then.
    """
    placed: Counter[_Key] = Counter()
    for order in orders:
        if order.lines is None:
            return None
        placed.update(order.lines)
    missing: dict[int, int] = {}
    for place, line in enumerate(lines):
        [(key, pieces)] = wanted([line], brands).items()
        taken = min(pieces, max(placed[key], 0))
        placed[key] -= taken
        if taken < pieces:
            missing[place] = pieces - taken
    return missing


def looks_like(order: PlacedOrder, lines: Sequence[OrderLine], brands: BrandNames) -> bool:
    """Say whether an order that carries no tag at all holds exactly our lines."""
    return not _is_tagged(order) and order.lines == wanted(lines, brands)


def _is_tagged(order: PlacedOrder) -> bool:
    """Say whether it is somebody's: a shop that loses the field of the tag keeps the comment."""
    return bool(order.tag) or any(word.startswith(TAG_IN_COMMENT) for word in order.comment.split())


def wanted(lines: Sequence[OrderLine], brands: BrandNames) -> "Counter[_Key]":
    pieces: Counter[_Key] = Counter()
    for line in lines:
        key = (brands.maker(line.brand), cleaned(line.part_number), line.supplier_code)
        pieces[key] += line.quantity
    return pieces


def numbers_of(orders: Iterable[PlacedOrder]) -> str:
    """Return the numbers as a person reads them."""
    return ", ".join(order.number for order in orders)


def _order(row: dict[str, Any], brands: BrandNames) -> PlacedOrder:
    return PlacedOrder(
        number=_text(row.get("number")),
        tag=_text(row.get("clientOrderNumber")) or _text(row.get("externalId")),
        comment=_text(row.get("comment")),
        lines=_lines(row.get("positions"), brands),
    )


def _lines(positions: Any, brands: BrandNames) -> "Counter[_Key] | None":
    rows = list(positions.values()) if isinstance(positions, dict) else positions
    if not isinstance(rows, list) or not rows:
        return None
    pieces: Counter[_Key] = Counter()
    for row in rows:
        number = cleaned(row.get("numberFix")) or cleaned(row.get("number"))
        key = (brands.maker(_text(row.get("brand"))), number, _text(row.get("supplierCode")))
        pieces[key] += whole_of(row.get("quantityOrdered")) or whole_of(row.get("quantity")) or 0
    return pieces


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""
