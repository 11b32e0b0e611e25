"""Rows of search/articles as offers a client may be given."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice

from engine.session import Offer, OfferKind
from integrations.abcp.answers import Row
from integrations.abcp.brands import BrandNames
from integrations.abcp.numbers import cleaned, decimal_of, same_number, whole_of
from integrations.abcp.terms import days_of

OFFERS_KEPT: Mapping[OfferKind, int] = {"asked": 40, "replacement": 15, "analog": 15}
"""Shops list analogs by the hundred; nobody reads so many."""

_UNNUMBERED = 0
_DESCRIPTION_LIMIT = 200
_NO_TERM = 10_000
_TAG = re.compile(r"<[^<>]*>")
# "+", "++", "+++" in stock without a figure; made to order. 0 and all else is no offer.
_IN_STOCK = frozenset({-1, -2, -3})
_MADE_TO_ORDER = -10


def offers_from(
    rows: Iterable[Row], *, part_number: str, brand: str, brands: BrandNames
) -> tuple[Offer, ...]:
    """Return what can be sold: the very part, what its maker sells instead, analogs of others.

    Of each kind the cheapest come first, then the soonest.
    """
    maker = brands.maker(brand)
    kinds = ((row, _kind(row, part_number, maker, brands)) for row in rows)
    found = [offer for row, kind in kinds if kind for offer in _offer(row, kind, part_number)]
    found.sort(key=_price_then_term)
    return tuple(
        offer
        for kind, limit in OFFERS_KEPT.items()
        for offer in islice((offer for offer in found if offer.kind == kind), limit)
    )


def row_number(row: Row) -> str:
    """Return the cleaned part number of a row."""
    return cleaned(row.get("numberFix")) or cleaned(row.get("number"))


def plain_text(value: object) -> str:
    """Return text without HTML; shops put badges and entities into descriptions."""
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(_TAG.sub(" ", value)).split())


def _kind(row: Row, part_number: str, maker: str, brands: BrandNames) -> OfferKind | None:
    """Tell by maker and number: not every shop marks analogs, and none marks originals."""
    brand, number = plain_text(row.get("brand")), row_number(row)
    if not brand or not number:
        return None
    if brands.maker(brand) != maker:
        return "analog"
    if not same_number(number, part_number):
        return "replacement"
    # The very part marked as its own analog is some other part under a mistaken number.
    return None if _is_set(row.get("isAnalog")) else "asked"


def _offer(row: Row, kind: OfferKind, asked: str) -> Iterator[Offer]:
    price = decimal_of(row.get("price"))
    availability = whole_of(row.get("availability"))
    if price is None or price <= 0 or not _is_sold(availability):
        return
    yield Offer(
        id=_UNNUMBERED,
        part_number=row_number(row),
        brand=plain_text(row.get("brand")),
        price=price,
        delivery_days=_days(row, to_order=availability == _MADE_TO_ORDER),
        description=plain_text(row.get("description"))[:_DESCRIPTION_LIMIT],
        available=availability if availability and availability > 0 else None,
        packing=max(whole_of(row.get("packing")) or 1, 1),
        supplier_code=_verbatim(row.get("supplierCode")),
        item_key=_verbatim(row.get("itemKey")),
        kind=kind,
        instead_of="" if kind == "asked" else asked,
        no_return=_is_set(row.get("noReturn")),
        used=_is_used(row),
        to_order=availability == _MADE_TO_ORDER,
    )


def _days(row: Row, *, to_order: bool) -> int | None:
    days = days_of(
        hours=row.get("deliveryPeriod"),
        longest=row.get("deliveryPeriodMax"),
        replacement=plain_text(row.get("deadlineReplace")),
    )
    # What is yet to be made is not here today, whatever the hours left empty say.
    return None if to_order and days == 0 else days


def _is_sold(availability: int | None) -> bool:
    return availability is not None and (
        availability > 0 or availability in {*_IN_STOCK, _MADE_TO_ORDER}
    )


def _is_used(row: Row) -> bool:
    meta = row.get("meta")
    return _is_set(row.get("isUsed")) or (isinstance(meta, dict) and _is_set(meta.get("isUsed")))


def _is_set(flag: object) -> bool:
    return flag in (True, 1, "1", "true")


def _verbatim(value: object) -> str:
    # An order has to quote both byte for byte, so not even spaces are trimmed.
    return str(value) if isinstance(value, str | int) else ""


def _price_then_term(offer: Offer) -> tuple[Decimal, int]:
    return offer.price, _NO_TERM if offer.delivery_days is None else offer.delivery_days
