"""Answers to part number searches, on Redis."""

import math

from engine.ports.search_cache import CacheBounds, SearchKey
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys


class RedisSearchCache:
    """An expiring key per answer, and per shop an index of them by age."""

    def __init__(self, redis: RedisConnection, keys: Keys, bounds: CacheBounds) -> None:
        self._redis = redis
        self._keys = keys
        self._bounds = bounds

    def read(self, key: SearchKey) -> str | None:
        name = self._keys.search(key.shop, self._asked(key))
        text = self._redis.repeatable(lambda client: client.get(name))
        return None if text is None else str(text)

    def keep(self, key: SearchKey, text: str) -> None:
        asked = self._asked(key)
        self._redis.run(
            "keep_search",
            keys=[self._keys.search(key.shop, asked), self._keys.searches(key.shop)],
            arguments=[
                *(text, math.ceil(self._bounds.seconds * 1000), self._bounds.entries),
                *(asked, self._keys.search(key.shop, "")),
            ],
        )

    def forget(self, key: SearchKey) -> None:
        name = self._keys.search(key.shop, self._asked(key))
        self._redis.repeatable(lambda client: client.delete(name))

    def _asked(self, key: SearchKey) -> str:
        return f"{key.part_number}:{key.brand}"
