"""What lies in the shop's shared cart for orders that were not sent; known after a crash too."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.ports.order_desk import CartPosition, OrderDesk, OrderState

NOT_TOLD = ""
"""In place of the id of a position while the shop has not answered its creation."""


@dataclass(frozen=True)
class CartNotes:
    """The desk's memory of one account's cart; written before and after every change of it."""

    desk: OrderDesk
    account: str

    def creating(self, *, fence: int, tag: str) -> None:
        self.desk.lay(self.account, CartPosition(fence, tag, NOT_TOLD))

    def created(self, number: str, *, fence: int, tag: str) -> None:
        self.desk.lay(self.account, CartPosition(fence, tag, number))
        self.not_created(fence=fence, tag=tag)

    def not_created(self, *, fence: int, tag: str) -> None:
        """Note that the creation was refused, or that it was told to people."""
        self.desk.take_away(self.account, CartPosition(fence, tag, NOT_TOLD))

    def orphans(self, *, fence: int) -> Sequence[CartPosition]:
        """Return positions that no order will take any more.

        Those laid under a later turn are another worker's, and the request of an order that is
        being sent may still take its own. What an order has taken is forgotten here.
        """
        left: list[CartPosition] = []
        for position in self.desk.lying(self.account):
            if position.fence > fence:
                continue
            record = self.desk.record(self.account, tag=position.tag)
            state = None if record is None else record.state
            if state is OrderState.PLACED:
                self.desk.take_away(self.account, position)
            elif state is not OrderState.SENDING:
                left.append(position)
        return left

    def gone(self, positions: Sequence[CartPosition]) -> None:
        for position in positions:
            self.desk.take_away(self.account, position)
