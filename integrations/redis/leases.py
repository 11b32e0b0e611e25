"""Rights that one process at a time has, on Redis."""

import math

from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys


class RedisLeases:
    """An expiring key per right, removed only by the owner it names."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    def take(self, name: str, *, owner: str, seconds: float) -> bool:
        arguments: list[str | int] = [owner, math.ceil(seconds * 1000)]
        return bool(
            self._redis.run("take_lease", keys=[self._keys.lease(name)], arguments=arguments)
        )

    def give_back(self, name: str, *, owner: str) -> None:
        self._redis.run("give_back_lease", keys=[self._keys.lease(name)], arguments=[owner])
