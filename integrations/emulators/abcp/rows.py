"""How articles and offers look in ABCP answers, with the quirks real shops show."""

from collections.abc import Mapping
from hashlib import sha256

from integrations.emulators.abcp.catalogue import Article, Brand, Offer, OrderStatus
from integrations.emulators.exchange import Json


def number_fix(number: str) -> str:
    """Letters and digits; ABCP keeps a slash, so a client has to strip it before comparing."""
    return "".join(character for character in number if character.isalnum() or character == "/")


def brand_row(article: Article) -> Json:
    """One row of search/brands."""
    return {
        "brand": article.key.brand,
        "number": article.key.number,
        "numberFix": number_fix(article.key.number),
        "description": article.description,
        "availability": any(offer.availability for offer in article.offers),
    }


def tip_row(article: Article) -> Json:
    """One row of search/tips."""
    return {
        "brand": article.key.brand,
        "number": article.key.number,
        "description": article.description,
    }


def article_row(article: Article, offer: Offer, *, search_number: int, analog: bool) -> Json:
    """One row of search/articles: an article at one supplier's price."""
    supplier = offer.supplier
    row: Mapping[str, Json] = {
        "distributorId": supplier.distributor_id,
        "brand": article.key.brand,
        "number": article.key.number,
        "numberFix": number_fix(article.key.number),
        "description": article.description,
        "availability": _figure(offer, offer.availability),
        "packing": _figure(offer, offer.packing),
        "deliveryPeriod": offer.delivery_hours,
        # ABCP leaves the maximum as an empty string when the price list has none.
        "deliveryPeriodMax": "" if offer.delivery_hours_max is None else offer.delivery_hours_max,
        "deadlineReplace": offer.deadline_text,
        "supplierCode": supplier.route_id,
        "itemKey": item_key(article, offer, search_number),
        "price": f"{offer.price:.2f}" if supplier.numbers_as_text else float(offer.price),
        "weight": article.weight,
        "deliveryProbability": supplier.delivery_probability,
        **_fixed_columns(offer),
    }
    return {**row, "isAnalog": analog} if supplier.marks_analogs else row


def item_key(article: Article, offer: Offer, search_number: int) -> str:
    """Opaque, and different on every search: ABCP wants the freshest one back in an order."""
    parts = (article.key.brand, article.key.number, offer.supplier.route_id, search_number)
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:40]


def named_brand(brand: Brand) -> Json:
    """One row of articles/brands."""
    return {"name": brand.name, "aliases": list(brand.aliases)}


def status_row(status: OrderStatus) -> Json:
    """One row of orders/statuses."""
    return {
        "id": status.status_id,
        "name": status.name,
        "color": status.color,
        "isFinalStatus": status.final,
    }


def _figure(offer: Offer, value: int) -> Json:
    return str(value) if offer.supplier.numbers_as_text else value


def _fixed_columns(offer: Offer) -> Mapping[str, Json]:
    return {
        "grp": None,
        "code": "",
        "distributorCode": "",
        "supplierColor": None,
        "supplierDescription": "",
        "volume": None,
        "descriptionOfDeliveryProbability": "",
        "lastUpdateTime": "2026-02-02 12:17:10",
        "maxPrice": 0,
        "additionalPrice": 0,
        "noReturn": offer.no_return,
        "isUsed": offer.used,
        "nonliquid": False,
        "meta": {"productId": 0, "wearout": 0, "isUsed": offer.used, "images": None, "abcpWh": ""},
    }
