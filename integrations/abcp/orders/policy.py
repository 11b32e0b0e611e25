"""What the shop's owner has configured for orders; nothing of it is ever guessed."""

from dataclasses import dataclass, field
from typing import Literal

CLIENT_ADDRESS = "client"
"""Instead of the id of an address: the client's own, added to the account if it is not there."""


@dataclass(frozen=True)
class Way:
    """One way for an order to get to the client; None where nothing is configured."""

    method: str | None = None
    address: str | None = None
    office: str | None = None


@dataclass(frozen=True)
class OrderPolicy:
    """How orders are shipped and paid, and how long the shop may take over one."""

    delivery: Way = field(default_factory=Way)
    pickup: Way = field(default_factory=Way)
    payment_method: str | None = None
    date: Literal["earliest"] | None = None
    order_seconds: float = 60.0

    @property
    def lease_seconds(self) -> float:
        """How long one order may keep the account: over twice the longest request."""
        return 2 * self.order_seconds + 30.0
