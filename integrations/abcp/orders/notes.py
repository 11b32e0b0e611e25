"""What the sender of an order wants to know again after a crash."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import orjson

from integrations.abcp.answers import Row


@dataclass(frozen=True)
class SenderNotes:
    """How the order was sent and what lay in the basket before."""

    fence: int
    subsystem: int
    newest: str = ""
    """Number of the newest order before ours was sent."""
    basket: tuple[str, ...] = ()
    """Ids of the lines of others."""
    item_keys: tuple[str, ...] = ()
    """Keys of our lines: fresh from a search of ours, so nobody else has lines with them."""


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
            item_keys=tuple(map(str, fields["item_keys"])),
        )
    except (ValueError, KeyError, TypeError):
        return SenderNotes(fence=0, subsystem=1)


def own_leftovers(rows: Iterable[Row], notes: SenderNotes) -> tuple[Row, ...]:
    """Return our lines that an order has left behind; lines of others are never among them."""
    return tuple(
        row
        for row in rows
        if str(row.get("itemKey")) in notes.item_keys and id_of(row) not in notes.basket
    )


def id_of(row: Row) -> str:
    """Return the id of a line of a basket or cart."""
    return str(row.get("positionId", row.get("id", "")))
