"""The cart of the order subsystem v2: positions with ids that an order names one by one."""

from dataclasses import dataclass, replace
from itertools import count
from threading import RLock

from integrations.emulators.abcp.basket import Position
from integrations.emulators.abcp.stock import Sold


@dataclass(frozen=True)
class CartPosition:
    """One position of the cart; equal ones are not added up."""

    position_id: int
    position: Position
    sold: Sold


class Cart:
    """Positions by id."""

    def __init__(self) -> None:
        self._positions: dict[int, CartPosition] = {}
        self._ids = count(500_001)
        self._lock = RLock()

    def all(self) -> list[CartPosition]:
        with self._lock:
            return list(self._positions.values())

    def add(self, position: Position, sold: Sold) -> CartPosition:
        with self._lock:
            added = CartPosition(next(self._ids), position, sold)
            self._positions[added.position_id] = added
            return added

    def chosen(self, position_ids: list[int]) -> list[CartPosition] | None:
        """Return the positions named, None when one of them is not there."""
        with self._lock:
            if not position_ids or any(number not in self._positions for number in position_ids):
                return None
            return [self._positions[number] for number in position_ids]

    def change_quantity(self, position_id: int, quantity: int) -> CartPosition | None:
        with self._lock:
            old = self._positions.get(position_id)
            if old is None:
                return None
            new = replace(old, position=replace(old.position, quantity=quantity))
            self._positions[position_id] = new
            return new

    def remove(self, position_ids: list[int]) -> None:
        with self._lock:
            for number in position_ids:
                self._positions.pop(number, None)

    def clear(self) -> None:
        with self._lock:
            self._positions.clear()
