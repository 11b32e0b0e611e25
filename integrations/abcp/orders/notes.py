"""What the sender of an order wants to know again after a crash."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import orjson

from integrations.abcp.answers import Row
from integrations.abcp.numbers import whole_of

GOODS = ("brand", "number", "supplierCode", "itemKey")
"""What tells lines of a basket apart when they are added to or taken out."""


@dataclass(frozen=True)
class SenderNotes:
    """How the order was sent and what lay in the basket before."""

    fence: int
    subsystem: int
    newest: str = ""
    """Number of the newest order before ours was sent."""
    basket: tuple[str, ...] = ()
    """Ids of the lines of others, in v1."""
    mark: str = ""
    """What the comment of each of our lines says, in v1: keys of goods are not unique."""
    lines: tuple[tuple[str, int], ...] = ()
    """Key and pieces of our lines, in v1."""
    cart: tuple[str, ...] = ()
    """Ids of our positions, in v2, as the shop gave them."""


def written(notes: SenderNotes) -> str:
    return orjson.dumps(asdict(notes)).decode()


def read(document: str) -> SenderNotes:
    """Read notes back; what cannot be read says nothing about the basket."""
    try:
        fields = orjson.loads(document)
        return SenderNotes(
            fence=int(fields["fence"]),
            subsystem=int(fields["subsystem"]),
            newest=str(fields["newest"]),
            basket=tuple(map(str, fields["basket"])),
            mark=str(fields.get("mark", "")),
            lines=tuple((str(key), int(pieces)) for key, pieces in fields.get("lines", ())),
            cart=tuple(map(str, fields.get("cart", ()))),
        )
    except (ValueError, KeyError, TypeError):
        return SenderNotes(fence=0, subsystem=1)


def own_leftovers(rows: Sequence[Row], notes: SenderNotes) -> tuple[Row, ...]:
    """Return our lines that an order has left in the basket, and nobody else's.

    A line counts as ours by our mark on it and our number of pieces: a person who adds the same
    goods makes it theirs as well. Lines are taken out by what they hold, so one that another line
    equals stays too.
    """
    held = Counter(map(_goods_of, rows))
    return tuple(row for row in rows if _is_ours(row, notes) and held[_goods_of(row)] == 1)


def _is_ours(row: Row, notes: SenderNotes) -> bool:
    line = (str(row.get("itemKey")), whole_of(row.get("quantity")))
    marked = bool(notes.mark) and notes.mark in str(row.get("comment", "")).split()
    return marked and line in notes.lines and id_of(row) not in notes.basket


def _goods_of(row: Row) -> tuple[str, ...]:
    return tuple(str(row.get(name, "")) for name in GOODS)


def id_of(row: Row) -> str:
    """Return the id of a line of a basket or cart."""
    return str(row.get("positionId", row.get("id", "")))
