"""Reads the catalogue from YAML and refuses it whole when any row is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from integrations.emulators.abcp.catalogue import (
    Article,
    ArticleKey,
    Brand,
    Catalogue,
    Offer,
    OrderStatus,
    Supplier,
    clean,
)

# The C loader is ten times faster, but a PyYAML built without libyaml lacks it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# ABCP answers -1, -2, -3 for "+", "++", "+++" in stock and -10 for made to order.
_INEXACT_AVAILABILITY = frozenset({-1, -2, -3, -10})


class CatalogueInvalid(ValueError):  # noqa: N818  reads as the claim it makes
    """Raised when a catalogue row cannot be used; names the row and what is wrong with it."""


def load_catalogue(path: Path) -> Catalogue:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  both are safe
    except yaml.YAMLError as error:
        raise CatalogueInvalid(f"{path.name}: not YAML: {error}") from error
    root = _Row(document, path.name)
    brands = [_brand(row) for row in root.rows("brands")]
    suppliers = {supplier.name: supplier for supplier in map(_supplier, root.rows("suppliers"))}
    known_brands = {brand.name for brand in brands}
    rows = root.rows("articles")
    articles = [_article(row, known_brands, suppliers) for row in rows]
    statuses = [_status(row) for row in root.rows("order_statuses")]
    root.finish()
    _refuse_repeats(rows, articles)
    _refuse_dangling_analogs(rows, articles)
    return Catalogue(brands=brands, articles=articles, order_statuses=statuses)


@dataclass(frozen=True)
class _Row:
    """A mapping of the file that knows where it stands and which keys were read."""

    value: Any
    place: str

    def __post_init__(self) -> None:
        if not isinstance(self.value, dict):
            raise self.wrong("expected a mapping")

    def wrong(self, message: str) -> CatalogueInvalid:
        return CatalogueInvalid(f"{self.place}: {message}")

    def take(self, name: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        value = self.value.pop(name, default)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(f"{name}: {value!r} will not do (is text quoted?)")
        return value

    def name(self, key: str) -> str:
        value: str = self.take(key, str)
        if not value.strip():
            raise self.wrong(f"{key} must not be empty")
        return value

    def rows(self, name: str) -> Sequence["_Row"]:
        values = self.take(name, list, [])
        return [_Row(value, f"{self.place}: {name}[{i}]") for i, value in enumerate(values)]

    def finish(self) -> None:
        if self.value:
            raise self.wrong(f"unknown keys: {', '.join(map(str, self.value))}")


def _brand(row: _Row) -> Brand:
    aliases = tuple(row.take("aliases", list, []))
    brand = Brand(row.name("name"), aliases, row.take("optional_prefix", str, ""))
    row.finish()
    return brand


def _supplier(row: _Row) -> Supplier:
    supplier = Supplier(
        name=row.name("name"),
        distributor_id=row.take("distributor_id", int),
        route_id=row.take("route_id", int),
        numbers_as_text=row.take("numbers_as_text", bool, default=False),
        marks_analogs=row.take("marks_analogs", bool, default=False),
        online=row.take("online", bool, default=False),
        delivery_probability=row.take("delivery_probability", int, 0),
    )
    row.finish()
    return supplier


def _article(row: _Row, brands: set[str], suppliers: Mapping[str, Supplier]) -> Article:
    key = _key(row)
    if key.brand not in brands:
        raise row.wrong(f"unknown brand {key.brand!r}")
    article = Article(
        key=key,
        description=row.name("description"),
        offers=tuple(_offer(offer, suppliers) for offer in row.rows("offers")),
        analogs=tuple(_finished_key(analog) for analog in row.rows("analogs")),
        weight=float(row.take("weight", (int, float), 0)),
    )
    row.finish()
    return article


def _key(row: _Row) -> ArticleKey:
    number = row.name("number")
    if not clean(number):
        raise row.wrong(f"number {number!r} has no letters or digits")
    return ArticleKey(row.name("brand"), number)


def _finished_key(row: _Row) -> ArticleKey:
    key = _key(row)
    row.finish()
    return key


def _offer(row: _Row, suppliers: Mapping[str, Supplier]) -> Offer:
    supplier_name = row.name("supplier")
    if supplier_name not in suppliers:
        raise row.wrong(f"unknown supplier {supplier_name!r}")
    offer = Offer(
        supplier=suppliers[supplier_name],
        price=Decimal(str(row.take("price", (int, float)))),
        availability=row.take("availability", int),
        delivery_hours=row.take("hours", int),
        delivery_hours_max=row.take("hours_max", (int, type(None))),
        deadline_text=row.take("deadline_text", str, ""),
        packing=row.take("packing", int, 1),
        no_return=row.take("no_return", bool, default=False),
        used=row.take("used", bool, default=False),
    )
    row.finish()
    for complaint in _complaints(offer):
        raise row.wrong(complaint)
    return offer


def _complaints(offer: Offer) -> Iterator[str]:
    if offer.price <= 0:
        yield f"price must be above zero, not {offer.price}"
    if offer.availability < 0 and offer.availability not in _INEXACT_AVAILABILITY:
        yield f"availability {offer.availability} means nothing in ABCP"
    if offer.delivery_hours < 0 or offer.packing < 1:
        yield "hours must be zero or more and packing one or more"
    if offer.delivery_hours_max is not None and offer.delivery_hours_max < offer.delivery_hours:
        yield "hours_max is below hours"


def _status(row: _Row) -> OrderStatus:
    status = OrderStatus(
        row.take("id", int), row.name("name"), row.name("color"), row.take("final", bool)
    )
    row.finish()
    return status


def _refuse_repeats(rows: Sequence[_Row], articles: Sequence[Article]) -> None:
    seen: set[tuple[str, str]] = set()
    for row, article in zip(rows, articles, strict=True):
        identity = (article.key.brand, clean(article.key.number))
        if identity in seen:
            raise row.wrong(f"{article.key.brand} {article.key.number} is listed twice")
        seen.add(identity)


def _refuse_dangling_analogs(rows: Sequence[_Row], articles: Sequence[Article]) -> None:
    known = {article.key for article in articles}
    for row, article in zip(rows, articles, strict=True):
        for key in article.analogs:
            if key not in known:
                raise row.wrong(f"analog {key.brand} {key.number} is not in the catalogue")
