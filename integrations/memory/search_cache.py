"""Answers to part number searches, in memory."""

from engine.ports.search_cache import CacheBounds, SearchKey
from integrations.memory.store import MemoryStore


class MemorySearchCache:
    """Lasts as long as the store, at most."""

    def __init__(self, store: MemoryStore, bounds: CacheBounds) -> None:
        self._store = store
        self._bounds = bounds

    def read(self, key: SearchKey) -> str | None:
        with self._store.changed:
            text, until = self._store.searches.get(key, (None, 0.0))
            return text if until > self._store.now() else None

    def keep(self, key: SearchKey, text: str) -> None:
        with self._store.changed:
            kept = self._store.searches
            kept.pop(key, None)
            kept[key] = (text, self._store.now() + self._bounds.seconds)
            of_shop = [other for other in kept if other.shop == key.shop]
            for oldest in of_shop[: -self._bounds.entries]:
                del kept[oldest]

    def forget(self, key: SearchKey) -> None:
        with self._store.changed:
            self._store.searches.pop(key, None)
