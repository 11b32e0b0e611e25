"""The desk at which orders wait their turn: one at a time per API login, each tag sent once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

ORDER_RECORD_SECONDS = 180 * 24 * 3600
"""How long it is known what became of a tag: longer than anybody confirms an old basket."""

PLACE_KEPT_SECONDS = 40.0
"""An order that has not asked for its turn for so long has lost its place: it asks every
LONGEST_ORDER_PAUSE_SECONDS, unless it was given up or taken back."""


class OrderState(StrEnum):
    """How far the order of a tag has come."""

    SENDING = "sending"
    """The request may be on its way: it is never made again."""
    PLACED = "placed"
    PARTIAL = "partial"
    REFUSED = "refused"
    """Surely not placed: the same basket may be tried again."""
    UNCLEAR = "unclear"
    """Looked for long enough: only a person knows."""


@dataclass(frozen=True)
class OrderRecord:
    """What is known of the order of a tag."""

    state: OrderState
    result: str
    """Numbers of orders, or the code of why there are none."""
    notes: str
    """What the sender wants to know again after a crash, as it wrote it."""
    sent_seconds_ago: float
    """By the store's own clock."""


@dataclass(frozen=True)
class Turn:
    """The right to order with an account until the lease ends."""

    account: str
    tag: str
    fence: int


@dataclass(frozen=True)
class NotNow:
    """Nothing may be sent yet, and nothing was: look in the shop again after so many seconds."""

    reason: str
    seconds: float


@dataclass(frozen=True)
class CartPosition:
    """Something put into the shop's cart for an order that has still to be sent."""

    fence: int
    """Of the turn under which it was put there."""
    tag: str
    number: str
    """Its id in the cart; empty while the shop has not told it."""


class OrderDesk(Protocol):
    """Keeps orders of one account apart and remembers every request that may have gone out.

    Every method raises StoreUnavailable when the store does not answer.
    """

    def enter(self, account: str, *, tag: str, nonce: str, lease_seconds: float) -> Turn | None:
        """Take the turn of an account, None while the order of another tag has it.

        Orders take turns as they first asked: who asks in vain waits, and None is told as well
        while one waits that asked before and still asks within PLACE_KEPT_SECONDS.
        The order of the same tag gets a turn with a higher fence: whoever held the old one can no
        longer send. The same nonce gets the same turn again.
        """
        ...

    def begin_sending(self, turn: Turn, *, notes: str) -> bool | NotNow:
        """Record that the request goes out now; False when it must not.

        That is when the turn is lost, or the tag has a record other than REFUSED. Asked again by
        the same turn, for a lost answer, it says the same again. NotNow leaves no record behind
        that forbids a later request: the store's memory of earlier ones may be short, or would be.
        """
        ...

    def held_seconds(self, account: str) -> float:
        """Say for how long `begin_sending` says NotNow because another store took over.

        The first look after that begins the wait, whoever looks.
        """
        ...

    def settle(self, account: str, *, tag: str, state: OrderState, result: str) -> None:
        """Record what became of a request; accepted without the turn, for a result is a fact.

        Only SENDING and UNCLEAR give way, UNCLEAR to what was found out at last.
        """
        ...

    def leave(self, turn: Turn) -> None:
        """Give the turn back, if it is still held."""
        ...

    def record(self, account: str, *, tag: str) -> OrderRecord | None:
        """Return what is known of a tag, None when nothing was ever sent."""
        ...

    def lay(self, account: str, position: CartPosition) -> None:
        """Remember a position that lies in the cart, or is about to."""
        ...

    def take_away(self, account: str, position: CartPosition) -> None:
        """Forget a position: it is ordered, taken out or told of."""
        ...

    def lying(self, account: str) -> frozenset[CartPosition]:
        """Return the positions that were laid and not taken away, whoever laid them."""
        ...
