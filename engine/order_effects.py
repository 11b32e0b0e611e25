"""What is ordered in the shop."""

from dataclasses import dataclass, field
from decimal import Decimal

from engine.session import NOBODY, Contact, ProductRow


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
    contact: Contact = field(default=NOBODY, repr=False)
    """The client as the CRM knows them; nobody in documents of the version before."""

    @property
    def contents(self) -> "OrderContents | None":
        """What the news of this order tells; None when the document is too old to know."""
        if self.contact == NOBODY:
            return None
        rows = (
            ProductRow(f"{line.brand} {line.part_number}", str(line.price), line.quantity)
            for line in self.lines
        )
        return OrderContents(tuple(rows), self.contact, self.address or None)


@dataclass(frozen=True)
class OrderContents:
    """What an order consists of and whose it is, whatever the dialog is about by now."""

    rows: tuple[ProductRow, ...]
    contact: Contact = field(repr=False)
    address: str | None = field(repr=False)
