"""What ordering needs of either order subsystem of a shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.order_effects import OrderLine, PlaceOrder
from integrations.abcp.orders.fresh_lines import FreshLine
from integrations.abcp.orders.notes import SenderNotes
from integrations.abcp.orders.placed_orders import PlacedOrder
from integrations.abcp.orders.verdict import Verdict
from integrations.http import Answer


@dataclass(frozen=True)
class Prepared:
    """An order ready to go out: its form, and the notes with what was in the basket before."""

    form: dict[str, str]
    notes: SenderNotes


class Subsystem(Protocol):
    """Raises CallNotRun, CallRefused or OutcomeUnknown when a call fails."""

    version: int
    """As `orders/version` tells it."""
    operation: str
    """The one call that places an order."""

    def listed(self, order: PlaceOrder) -> Sequence[PlacedOrder]:
        """Return the newest orders of the account, or all that carry the order's number."""
        ...

    def prepare(
        self, order: PlaceOrder, lines: Sequence[FreshLine], sender: SenderNotes
    ) -> Prepared:
        """Make every choice the shop asks for; raises OrderImpossible when one is not configured.

        Nothing is ordered yet.
        """
        ...

    def verdict(self, answer: Answer, lines: Sequence[OrderLine]) -> Verdict:
        """Say what the answer to the order means."""
        ...

    def tidy(self, notes: SenderNotes) -> None:
        """Take our own lines out of the basket, and nobody else's."""
        ...


def comment_of(order: PlaceOrder) -> str:
    """Say in the order whose it is: people of the shop read it, and the tag finds it again."""
    return f"#{order.tag} {order.client_name}, {order.phone}, {order.address}"
