"""What is sold at this moment: prices that change, and the item keys that searches gave out."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from integrations.emulators.abcp.catalogue import Article, ArticleKey, Catalogue, Offer, clean
from integrations.emulators.abcp.options import Options

_ISSUED_KEPT = 20_000


@dataclass(frozen=True)
class Sold:
    """One supplier's offer of one article as it can be ordered now."""

    article: Article
    offer: Offer


class LineRefused(Exception):  # noqa: N818  reads as the claim it makes
    """Raised when a position cannot be ordered; the text is the line's errorMessage."""


class Stock:
    """Knows today's price and stock, and which item keys are still good."""

    def __init__(self, catalogue: Catalogue, options: Options, clock: Callable[[], float]) -> None:
        self._catalogue = catalogue
        self._options = options
        self._clock = clock
        self._changed: dict[tuple[ArticleKey, int], Offer] = {}
        self._issued: dict[str, tuple[ArticleKey, int, float]] = {}
        self._lock = Lock()

    def current(self, article: Article, offer: Offer) -> Offer:
        """Return the offer with what has changed since the catalogue was written."""
        return self._changed.get((article.key, offer.supplier.route_id), offer)

    def issue(self, item_key: str, article: Article, offer: Offer) -> None:
        """Remember a key that a search gave out."""
        with self._lock:
            self._issued[item_key] = (article.key, offer.supplier.route_id, self._clock())
            while len(self._issued) > _ISSUED_KEPT:
                del self._issued[next(iter(self._issued))]

    def change(self, key: ArticleKey, route_id: int, changed: Callable[[Offer], Offer]) -> bool:
        """Change an offer; False when nobody sells that."""
        sold = self._find(key.brand, key.number, str(route_id))
        if sold is None:
            return False
        with self._lock:
            self._changed[sold.article.key, route_id] = changed(sold.offer)
        return True

    def ordered(self, *, brand: str, number: str, supplier_code: str, item_key: str) -> Sold:
        """Return what a position means, if its key is fresh and of this very offer."""
        sold = self._find(brand, number, supplier_code)
        if sold is None:
            raise LineRefused("Товар не найден")
        issued = self._issued.get(item_key)
        if issued is None or issued[:2] != (sold.article.key, sold.offer.supplier.route_id):
            raise LineRefused("Неверный ключ товара")
        if self._clock() - issued[2] > self._options.now.item_key_seconds:
            raise LineRefused("Данные о товаре устарели, повторите поиск")
        return sold

    def require_pieces(self, sold: Sold, quantity: int) -> None:
        """Refuse a quantity that is no whole number of lots or more than there is."""
        if quantity % sold.offer.packing:
            raise LineRefused(f"Количество должно быть кратно {sold.offer.packing}")
        if sold.offer.availability == 0 or 0 < sold.offer.availability < quantity:
            raise LineRefused("Недостаточно товара на складе")

    def _find(self, brand: str, number: str, supplier_code: str) -> Sold | None:
        name = self._catalogue.brand_name(brand)
        for article in self._catalogue.articles_numbered(number):
            if article.key.brand != name or clean(article.key.number) != clean(number):
                continue
            for offer in article.offers:
                if str(offer.supplier.route_id) == supplier_code:
                    return Sold(article, self.current(article, offer))
        return None
