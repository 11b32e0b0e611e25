"""What is ordered in the shop."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class OrderLine:
    """One confirmed position of an order."""

    part_number: str
    brand: str
    supplier_code: str
    quantity: int
    price: Decimal
    """What the client agreed to pay for one piece."""
    item_key: str = ""
    """The shop's key as last seen; an order quotes a fresh one."""
    delivery_days: int | None = None
    """What the client was told, None for nothing certain."""
    no_return: bool = False
    to_order: bool = False
    used: bool = False


@dataclass(frozen=True)
class PlaceOrder:
    """Order a confirmed basket in the shop, once for each tag."""

    kind = "abcp_order"
    member_id: str
    dialog_id: str
    chat_id: int
    tag: str
    lines: tuple[OrderLine, ...]
    client_name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    pickup: bool = False
