"""What is ordered in the shop."""

from collections.abc import Mapping
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
    """Of one piece, at the last look before the order: what the client and the CRM are told."""
    item_key: str = ""
    """The shop's key as last seen; an order quotes a fresh one."""
    delivery_days: int | None = None
    """What the client was told, None for nothing certain."""
    no_return: bool = False
    to_order: bool = False
    used: bool = False
    confirmed_price: Decimal = Decimal(0)
    """What the client said yes to; 0 in documents of the version before."""

    @property
    def agreed_price(self) -> Decimal:
        """The price that growth is counted from."""
        return min(self.confirmed_price or self.price, self.price)


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

    def contents_without(self, missing: Mapping[int, int] | None) -> "OrderContents | None":
        """What the news of this order tells; None when the document is too old to know.

        `missing`: how many pieces of which line, by its place, were not ordered; None when nobody
        knows: no line is told of then.
        """
        if self.contact == NOBODY:
            return None
        if missing is None:
            return OrderContents((), self.contact, self.address or None)
        pieces = {place: missing.get(place, 0) for place in range(len(self.lines))}
        return OrderContents(
            self._rows({place: self.lines[place].quantity - n for place, n in pieces.items()}),
            self.contact,
            self.address or None,
            self._rows(pieces),
        )

    def _rows(self, pieces: Mapping[int, int]) -> tuple[ProductRow, ...]:
        return tuple(
            ProductRow(f"{line.brand} {line.part_number}", str(line.price), pieces[place])
            for place, line in enumerate(self.lines)
            if pieces[place] > 0
        )


@dataclass(frozen=True)
class OrderContents:
    """What an order consists of and whose it is, whatever the dialog is about by now."""

    rows: tuple[ProductRow, ...]
    contact: Contact = field(repr=False)
    address: str | None = field(repr=False)
    missing: tuple[ProductRow, ...] = ()
    """What was confirmed and is not ordered, where an order was placed in part."""
