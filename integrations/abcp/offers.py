"""Rows of search/articles as offers a client may be given."""

import html
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from engine.session import Offer
from integrations.abcp.answers import Row
from integrations.abcp.brands import BrandNames
from integrations.abcp.numbers import cleaned, decimal_of, same_number, whole_of
from integrations.abcp.terms import days_of

OFFER_LIMIT = 40
_UNNUMBERED = 0
_DESCRIPTION_LIMIT = 200
_NO_TERM = 10_000
_TAG = re.compile(r"<[^<>]*>")
# "+", "++", "+++" in stock without a figure; -10 is made to order. 0 and all else is no offer.
_INEXACT_AVAILABILITY = frozenset({-1, -2, -3, -10})


def offers_from(
    rows: Iterable[Row], *, part_number: str, brand: str, brands: BrandNames
) -> tuple[Offer, ...]:
    """Return what can be sold of this very part, cheapest first, then soonest.

    Rows of other parts (analogs, replacements) are left out: nobody asked for them.
    """
    own = (row for row in rows if _is_asked_for(row, part_number, brands.maker(brand), brands))
    found = [offer for row in own for offer in _offer(row)]
    found.sort(key=_price_then_term)
    return tuple(found[:OFFER_LIMIT])


def row_number(row: Row) -> str:
    """Return the cleaned part number of a row."""
    return cleaned(row.get("numberFix")) or cleaned(row.get("number"))


def plain_text(value: object) -> str:
    """Return text without HTML; shops put badges and entities into descriptions."""
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(_TAG.sub(" ", value)).split())


def _is_asked_for(row: Row, part_number: str, maker: str, brands: BrandNames) -> bool:
    if row.get("isAnalog") in (True, 1, "1"):
        return False
    return brands.maker(plain_text(row.get("brand"))) == maker and same_number(
        row_number(row), part_number
    )


def _offer(row: Row) -> Iterator[Offer]:
    price = decimal_of(row.get("price"))
    availability = whole_of(row.get("availability"))
    if price is None or price <= 0 or not _is_sold(availability):
        return
    yield Offer(
        id=_UNNUMBERED,
        part_number=row_number(row),
        brand=plain_text(row.get("brand")),
        price=price,
        delivery_days=days_of(
            hours=row.get("deliveryPeriod"), replacement=plain_text(row.get("deadlineReplace"))
        ),
        description=plain_text(row.get("description"))[:_DESCRIPTION_LIMIT],
        available=availability if availability and availability > 0 else None,
        packing=max(whole_of(row.get("packing")) or 1, 1),
        supplier_code=_verbatim(row.get("supplierCode")),
        item_key=_verbatim(row.get("itemKey")),
    )


def _is_sold(availability: int | None) -> bool:
    return availability is not None and (availability > 0 or availability in _INEXACT_AVAILABILITY)


def _verbatim(value: object) -> str:
    # An order has to quote both byte for byte, so not even spaces are trimmed.
    return str(value) if isinstance(value, str | int) else ""


def _price_then_term(offer: Offer) -> tuple[Decimal, int]:
    return offer.price, _NO_TERM if offer.delivery_days is None else offer.delivery_days
