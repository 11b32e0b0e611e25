"""The lines of a file in the order in which the client wrote them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from engine.ports.spool import SpooledMessage
from integrations.spool.line import LineBroken, read_line

T = TypeVar("T")


def as_written(lines: Iterable[tuple[T, bytes]]) -> Sequence[tuple[T, bytes]]:
    """Put each line before the first that was written later, as `enqueue.lua` does in a mailbox.

    Not left to the mailbox: a worker may take up one line before the next is stored.
    """
    ordered: list[tuple[T, bytes]] = []
    orders: list[int] = []
    for row in lines:
        order = _order(row[1])
        place = _place(orders, order)
        ordered.insert(place, row)
        orders.insert(place, order)
    return ordered


def _place(orders: Sequence[int], order: int) -> int:
    """Return before which line this one belongs; where its number is not known, behind all."""
    found = len(orders)
    for place in reversed(range(found if order else 0)):
        if orders[place] > order:
            found = place
        elif orders[place]:
            break
    return found


def _order(line: bytes) -> int:
    try:
        spooled = read_line(line).spooled
    except LineBroken:
        return 0
    return spooled.order if isinstance(spooled, SpooledMessage) else 0
