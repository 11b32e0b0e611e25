"""What anybody asked the shop in the last minutes, and two ways of asking it."""

from dataclasses import dataclass, replace

from engine.errors import StoreUnavailable
from engine.ports.metrics import Metrics
from engine.ports.parts import Found, PartsCatalogue, SearchFailed, SearchResult, SeveralBrands
from engine.ports.search_cache import SearchCache, SearchKey
from integrations.abcp.brands import BrandNames
from integrations.abcp.numbers import cleaned, without_mark
from integrations.abcp.search_document import read, written


@dataclass(frozen=True)
class SearchMemory:
    """Answers by number and maker; a cache that does not answer costs a search, nothing else."""

    cache: SearchCache
    metrics: Metrics
    shop: str
    brands: BrandNames

    def recall(self, part_number: str, brand: str | None) -> Found | SeveralBrands | None:
        """Return what the shop said, None when that is not known."""
        try:
            text = self.cache.read(self._key(part_number, brand))
        except StoreUnavailable:
            self.metrics.count("search_cache", result="unavailable")
            return None
        known = None if text is None else read(text)
        self.metrics.count("search_cache", result="miss" if known is None else "hit")
        return None if known is None else replace(known, part_number=cleaned(part_number))

    def learn(self, part_number: str, brand: str | None, result: SearchResult) -> None:
        """Keep an answer; one that is not kept makes an older one forgotten, a failure does not."""
        if isinstance(result, SearchFailed):
            return
        key, text = self._key(part_number, brand), written(result)
        try:
            if text is None:
                self.cache.forget(key)
            else:
                self.cache.keep(key, text)
        except StoreUnavailable:
            self.metrics.count("search_cache", result="unavailable")

    def doubt(self, part_number: str) -> None:
        """Forget what was said of a number when nobody named a brand."""
        try:
            self.cache.forget(self._key(part_number, None))
        except StoreUnavailable:
            self.metrics.count("search_cache", result="unavailable")

    def _key(self, part_number: str, brand: str | None) -> SearchKey:
        maker = self.brands.maker(brand) if brand else ""
        return SearchKey(self.shop, without_mark(cleaned(part_number)), maker)


@dataclass(frozen=True)
class RememberedSearches:
    """A catalogue to quote from: asks the shop what nobody has asked lately."""

    catalogue: PartsCatalogue
    memory: SearchMemory

    def search(self, part_number: str, *, brand: str | None = None) -> SearchResult:
        """Return what is remembered, else what the shop says now."""
        known = self.memory.recall(part_number, brand)
        if known is not None:
            return known
        result = self.catalogue.search(part_number, brand=brand)
        self.memory.learn(part_number, brand, result)
        return result


@dataclass(frozen=True)
class FreshSearches:
    """A catalogue to order from: always asks, so that the next quotation knows better too."""

    catalogue: PartsCatalogue
    memory: SearchMemory

    def search(self, part_number: str, *, brand: str | None = None) -> SearchResult:
        """Return what the shop says now."""
        result = self.catalogue.search(part_number, brand=brand)
        self.memory.learn(part_number, brand, result)
        if brand:
            self.memory.doubt(part_number)
        return result
