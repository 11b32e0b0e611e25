"""What the shop sells: articles of brands, offered by suppliers, with analogs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Brand:
    """A make as the shop spells it; some makes write their numbers with an optional prefix."""

    name: str
    aliases: tuple[str, ...] = ()
    optional_prefix: str = ""


@dataclass(frozen=True)
class Supplier:
    """A price list; its habits decide how its rows look in an answer."""

    name: str
    distributor_id: int
    route_id: int
    numbers_as_text: bool = False
    marks_analogs: bool = False
    online: bool = False
    delivery_probability: int = 0


@dataclass(frozen=True)
class Offer:
    """One supplier's price for an article."""

    supplier: Supplier
    price: Decimal
    availability: int
    delivery_hours: int
    delivery_hours_max: int | None = None
    deadline_text: str = ""
    packing: int = 1
    no_return: bool = False
    used: bool = False


@dataclass(frozen=True)
class ArticleKey:
    """What identifies an article: numbers repeat across brands."""

    brand: str
    number: str


@dataclass(frozen=True)
class Article:
    """One part of one brand."""

    key: ArticleKey
    description: str
    offers: tuple[Offer, ...]
    analogs: tuple[ArticleKey, ...]
    weight: float = 0.0


@dataclass(frozen=True)
class OrderStatus:
    """A status an order line can have in this shop."""

    status_id: int
    name: str
    color: str
    final: bool


class Catalogue:
    """Finds articles by number and brand the way ABCP does: cleaned, in any case."""

    def __init__(
        self,
        *,
        brands: Iterable[Brand],
        articles: Iterable[Article],
        order_statuses: Iterable[OrderStatus] = (),
    ) -> None:
        self.brands = {brand.name: brand for brand in brands}
        self.articles = {article.key: article for article in articles}
        self.order_statuses = tuple(order_statuses)
        self._brand_names = _names_by_spelling(self.brands)
        self._by_number = self._index()

    def articles_numbered(self, number: str) -> list[Article]:
        return self._by_number.get(clean(number), [])

    def articles_beginning(self, part: str) -> list[Article]:
        """Return what a part of a number completes to, in the order of numbers."""
        begun = [number for number in self._by_number if number.startswith(clean(part))]
        found = (article for number in sorted(begun) for article in self._by_number[number])
        return list(dict.fromkeys(found))

    def brand_name(self, spelling: str) -> str | None:
        """Resolve a synonym: "Volkswagen" and "vw" are both VAG."""
        return self._brand_names.get(clean(spelling))

    def analogs_of(self, article: Article) -> list[Article]:
        return [self.articles[key] for key in article.analogs]

    def _index(self) -> Mapping[str, list[Article]]:
        index: dict[str, list[Article]] = {}
        for article in self.articles.values():
            prefix = clean(self.brands[article.key.brand].optional_prefix)
            number = clean(article.key.number)
            for spelling in {number, number.removeprefix(prefix)}:
                index.setdefault(spelling, []).append(article)
        return index


def clean(text: str) -> str:
    """Drop everything but letters and digits: customers and price lists punctuate freely."""
    return "".join(character for character in text.upper() if character.isalnum())


def _names_by_spelling(brands: Mapping[str, Brand]) -> Mapping[str, str]:
    return {
        clean(spelling): brand.name
        for brand in brands.values()
        for spelling in (brand.name, *brand.aliases)
    }
