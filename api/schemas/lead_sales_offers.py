"""Offers as the existing bot sends them: found just now in the shop, or shown earlier."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from api.schemas.lead_sales_session import mapping
from engine.evaluation.quotation import Quotation, quote
from engine.ports.parts import Found, NothingFound, SearchResult
from engine.session import Offer

_NUMBERS_LIMIT = 40
_OFFERS_LIMIT = 100
_PRICE_LIMIT = Decimal(10**9)
_DAYS_LIMIT = 3650
_LATER_THAN_ANY = _DAYS_LIMIT + 1


def quotation_of(injected: Mapping[str, Any], *, text: str) -> Quotation:
    """Number what the shop answered: numbers of the message first, cheaper before dearer."""
    numbers = sorted(injected, key=lambda number: (not mentions(text, number), number))
    asked = next((number for number in numbers[:1] if mentions(text, number)), "")
    results = (_result(number, injected[number], asked) for number in numbers[:_NUMBERS_LIMIT])
    return quote(list(results))


def shown_offers(documents: Any) -> tuple[Offer, ...]:
    """Read offers that already have their numbers; broken and repeated ones are left out."""
    offers: dict[int, Offer] = {}
    for document in documents[:_OFFERS_LIMIT] if isinstance(documents, list) else ():
        offer = _offer(mapping(document), part_number="")
        number = mapping(document).get("id")
        if offer is None or not isinstance(number, int) or isinstance(number, bool) or number < 1:
            continue
        quantity = _whole(mapping(document).get("quantity"), limit=10_000) or 1
        offers.setdefault(number, replace(offer, id=number, quantity=quantity, available=None))
    return tuple(offers.values())


def mentions(text: str, part_number: str) -> bool:
    """Say whether a text contains a part number, however it is split."""
    return bool(_bare(part_number)) and _bare(part_number) in _bare(text)


def _result(part_number: str, answer: Any, asked: str) -> SearchResult:
    rows = mapping(answer).get("offers")
    found = [
        offer
        for row in (rows[:_OFFERS_LIMIT] if isinstance(rows, list) else ())
        if (offer := _found_offer(mapping(row), part_number, asked)) is not None
    ]
    if not found:
        return NothingFound(part_number)
    found.sort(key=lambda offer: (offer.price, _days_or_last(offer)))
    return Found(part_number, found[0].brand, tuple(found))


def _found_offer(row: Mapping[str, Any], part_number: str, asked: str) -> Offer | None:
    """Read an offer; one marked as an analog is told as that of the number asked for."""
    offer = _offer(row, part_number=part_number)
    if offer is None or row.get("isAnalog") is not True:
        return offer
    known = bool(asked) and asked.upper() != offer.part_number
    return replace(offer, kind="analog", instead_of=asked.upper()) if known else offer


def _offer(row: Mapping[str, Any], *, part_number: str) -> Offer | None:
    price = _price(row.get("price"))
    number = _text(row.get("oem")) or part_number
    if price is None or not number:
        return None
    days = (_whole(row.get(name), limit=_DAYS_LIMIT) for name in _DAYS_FIELDS)
    return Offer(
        id=0,
        part_number=number.upper(),
        brand=_text(row.get("brand")) or "OEM",
        price=price,
        delivery_days=next((value for value in days if value is not None), None),
        description=_text(row.get("name")),
        available=_whole(row.get("quantity"), limit=10**6),
        supplier_code=_text(row.get("supplierCode")),
        item_key=_text(row.get("itemKey")),
    )


_DAYS_FIELDS = ("delivery_days", "minDays", "maxDays")


def _price(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        price = Decimal(str(value))
    except InvalidOperation:
        return None
    return price if price.is_finite() and 0 < price < _PRICE_LIMIT else None


def _whole(value: Any, *, limit: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= limit else None


def _text(value: Any) -> str:
    return value.strip()[:200] if isinstance(value, str) else ""


def _bare(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())


def _days_or_last(offer: Offer) -> int:
    return _LATER_THAN_ANY if offer.delivery_days is None else offer.delivery_days
