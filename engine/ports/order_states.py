"""Reading how orders placed in the shop stand now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class LineState:
    """How one line of an order stands, in the words of the shop."""

    brand: str
    part_number: str
    quantity: int
    status: str


@dataclass(frozen=True)
class OrderState:
    """How one order stands; `note` is what the shop keeps beside it, which may name its client."""

    number: str
    status: str
    lines: tuple[LineState, ...] = ()
    note: str = field(default="", repr=False)

    @property
    def shared_status(self) -> str | None:
        """The one status of the whole order; None when its lines differ."""
        statuses = {line.status for line in self.lines} or {self.status}
        return statuses.pop() if len(statuses) == 1 else None


class OrderStates(Protocol):
    """Reads orders of the shop's account, whoever of its clients they are for."""

    def states_of(self, numbers: Sequence[str]) -> Sequence[OrderState]:
        """Return the orders that the shop knows; raises CallFailed when it does not answer."""
        ...
