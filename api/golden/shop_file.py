"""Read what the shop of a golden case answers: `number: {prices: [450]}`, brands, or `nothing`."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from api.golden.case import Shelf, ShelfOffer, Shop
from api.golden.fields import Fields, word_of
from engine.ports.parts import SimilarNumber
from engine.rulesets.source import Faults, YamlNode
from engine.session import OfferKind

_NOTHING = "nothing"
_INSTEAD: Mapping[str, OfferKind] = {"replacements": "replacement", "analogs": "analog"}
_LISTS = ("offers", *_INSTEAD)
_OFFER_KEYS = ("brand", "delivery_days", "available", "packing", "no_return", "used")


def read_shop(node: YamlNode | None, faults: Faults) -> Shop:
    """Return the shelves by part number."""
    if node is None:
        return {}
    return {number: _shelf(body, faults) for number, body in node.entries(faults).items()}


def merged(shop: Shop, changes: Shop) -> Mapping[str, Shelf]:
    """Return the shop after a change."""
    return {**shop, **changes}


def _shelf(node: YamlNode, faults: Faults) -> Shelf:
    if not node.is_mapping:
        word_of(node, (_NOTHING,), faults)
        return Shelf()
    fields = Fields(
        node, faults, optional=(*_LISTS, "prices", "brand", "brands", "fails", "similar")
    )
    prices = (item.integer(faults) for item in fields.items("prices"))
    priced = [ShelfOffer(Decimal(price)) for price in prices if price is not None]
    brand = fields.text("brand", None)
    offers = (*priced, *(_offer(item, faults) for item in fields.items("offers")))
    if brand is not None:
        offers = tuple(replace(offer, brand=brand) for offer in offers)
    instead = [
        _offer(item, faults, kind=kind)
        for name, kind in _INSTEAD.items()
        for item in fields.items(name)
    ]
    return Shelf(
        offers=(*offers, *instead),
        brands=fields.texts("brands"),
        fails=fields.flag("fails"),
        similar=tuple(_similar(item, faults) for item in fields.items("similar")),
    )


def _similar(node: YamlNode, faults: Faults) -> SimilarNumber:
    fields = Fields(node, faults, required=("oem", "brand"))
    return SimilarNumber(fields.text("brand", ""), fields.text("oem", ""), "Деталь")


def _offer(node: YamlNode, faults: Faults, *, kind: OfferKind = "asked") -> ShelfOffer:
    own = ("price",) if kind == "asked" else ("price", "oem")
    fields = Fields(node, faults, required=own, optional=_OFFER_KEYS)
    return ShelfOffer(
        price=Decimal(fields.integer("price", 0)),
        brand=fields.text("brand", "VAG"),
        delivery_days=fields.integer("delivery_days", 2),
        available=fields.integer("available", None),
        packing=fields.integer("packing", 1),
        no_return=fields.flag("no_return"),
        used=fields.flag("used"),
        kind=kind,
        oem=fields.text("oem", None),
    )
