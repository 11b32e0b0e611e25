"""Product rows of leads and deals: setting them replaces all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import TypeAlias

Owner: TypeAlias = tuple[str, int]
"""Type code, L or D, and id."""


@dataclass(frozen=True)
class NewRow:
    """What a caller says of a row."""

    product_id: int
    name: str
    price: float
    quantity: float


@dataclass(frozen=True)
class ProductRow:
    """One stored row."""

    row_id: int
    owner: Owner
    row: NewRow


class ProductRowBook:
    """The rows of every owner; row ids change with every set, as on a portal."""

    def __init__(self) -> None:
        self._ids = count(7001)
        self._rows: dict[Owner, tuple[ProductRow, ...]] = {}
        self._lock = Lock()

    def set(self, owner: Owner, rows: Sequence[NewRow]) -> tuple[ProductRow, ...]:
        with self._lock:
            stored = tuple(ProductRow(next(self._ids), owner, row) for row in rows)
            self._rows[owner] = stored
            return stored

    def of(self, owner: Owner) -> tuple[ProductRow, ...]:
        with self._lock:
            return self._rows.get(owner, ())

    def total(self, owner: Owner) -> float:
        return sum(stored.row.price * stored.row.quantity for stored in self.of(owner))
