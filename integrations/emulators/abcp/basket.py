"""A basket of one API login: shared with the people of the shop, so lines of others lie in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count
from threading import RLock

from integrations.emulators.abcp.stock import Sold


@dataclass(frozen=True)
class Position:
    """What a client wants of one offer."""

    brand: str
    number: str
    supplier_code: str
    item_key: str
    quantity: int
    comment: str = ""

    @property
    def same_as(self) -> tuple[str, str, str, str]:
        """What ABCP compares to tell one line from another."""
        return self.brand, self.number, self.supplier_code, self.item_key


@dataclass(frozen=True)
class BasketLine:
    """One line as it lies in the basket."""

    position_id: int
    position: Position
    sold: Sold


class Basket:
    """Lines in the order they came."""

    def __init__(self, first_id: int) -> None:
        self._lines: dict[int, BasketLine] = {}
        self._ids = count(first_id)
        self._lock = RLock()

    def lines(self) -> list[BasketLine]:
        with self._lock:
            return list(self._lines.values())

    def holds(self, position: Position) -> bool:
        return any(line.position.same_as == position.same_as for line in self.lines())

    def add(self, position: Position, sold: Sold) -> BasketLine | None:
        """Add to an equal line or make a new one; quantity 0 takes the line out."""
        with self._lock:
            old = next((x for x in self.lines() if x.position.same_as == position.same_as), None)
            if position.quantity == 0:
                self.remove([old.position_id] if old else [])
                return None
            number = old.position_id if old else next(self._ids)
            before = old.position.quantity if old else 0
            whole = replace(position, quantity=before + position.quantity)
            self._lines[number] = BasketLine(number, whole, sold)
            return self._lines[number]

    def remove(self, position_ids: Iterable[int]) -> None:
        with self._lock:
            for number in position_ids:
                self._lines.pop(number, None)

    def clear(self) -> None:
        with self._lock:
            self._lines.clear()
