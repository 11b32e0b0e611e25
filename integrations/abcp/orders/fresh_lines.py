"""Confirmed lines beside what the shop sells this minute: whether they may be ordered as agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.order_effects import OrderLine
from engine.session import Offer
from engine.terms_of_sale import are_worse
from integrations.abcp.numbers import cleaned, same_number

DEARER_THAN = Decimal("1.02")
"""A price grown by more than this factor was not agreed to."""

LINE_GONE = "ORDER_LINE_GONE"
LINE_DEARER = "ORDER_LINE_DEARER"
LINE_PACKING = "ORDER_LINE_PACKING"
LINE_SHORT = "ORDER_LINE_SHORT"
LINE_WORSE = "ORDER_LINE_WORSE"


class OrderImpossible(Exception):  # noqa: N818 - a finding, not a fault
    """Raised before anything is sent when an order cannot be placed as agreed; carries the code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class FreshLine:
    """A line with the key that the shop gives it now."""

    line: OrderLine
    offer: Offer

    @property
    def fields(self) -> dict[str, str]:
        """The line as ABCP takes a position; key and supplier byte for byte."""
        return {
            "brand": self.offer.brand,
            "number": self.offer.part_number,
            "supplierCode": self.offer.supplier_code,
            "itemKey": self.offer.item_key,
            "quantity": str(self.line.quantity),
        }


def freshened(line: OrderLine, offers: Sequence[Offer]) -> FreshLine:
    """Find the agreed offer among today's answers to a search for the line's number and brand.

    Raises OrderImpossible when it is not as agreed.
    """
    same = [offer for offer in offers if _is_agreed_on(offer, line)]
    if not same:
        raise OrderImpossible(LINE_GONE)
    offer = min(same, key=lambda offer: _distance(offer, line))
    if offer.price > line.price * DEARER_THAN:
        raise OrderImpossible(LINE_DEARER)
    if are_worse(offer, line):
        raise OrderImpossible(LINE_WORSE)
    if line.quantity % offer.packing:
        raise OrderImpossible(LINE_PACKING)
    if offer.available is not None and offer.available < line.quantity:
        raise OrderImpossible(LINE_SHORT)
    return FreshLine(line, offer)


def _is_agreed_on(offer: Offer, line: OrderLine) -> bool:
    """Say whether this is the very part, by its maker and number, from the very supplier.

    A shop answers with replacements and analogs as well, also when asked to leave them out.
    """
    very_part = offer.kind == "asked" and same_number(offer.part_number, cleaned(line.part_number))
    as_new = offer.used <= line.used
    return very_part and as_new and offer.supplier_code == line.supplier_code


def _distance(offer: Offer, line: OrderLine) -> tuple[bool, bool, Decimal]:
    """Order the lines that one supplier has of a part: as agreed, the very line, nearest price."""
    return are_worse(offer, line), offer.item_key != line.item_key, abs(offer.price - line.price)
