"""In how many partitions the data is kept: who counts otherwise would not find the dialogs."""

from redis import Redis

from engine.errors import StoreBroken
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys

_PARTITIONS = "partitions"


class Layout:
    """What all processes on one Redis must agree on; the first of them decides."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._agreed = False

    def require(self) -> None:
        """Raise StoreBroken REDIS_LAYOUT_DIFFERS where the data is kept otherwise; asked once.

        Raises StoreUnavailable when nobody answers; then the next call asks again.
        """
        if self._agreed:
            return
        kept = self._redis.once(self._kept)
        if kept != str(self._keys.partitions):
            raise StoreBroken(
                f"CORTEX_PARTITIONS is {self._keys.partitions}, and Redis holds data in {kept}:"
                f" set it to {kept}",
                code="REDIS_LAYOUT_DIFFERS",
            )
        self._agreed = True

    def _kept(self, client: Redis) -> str:
        name = self._keys.layout
        # A full server refuses to write even what is there, and must be read from all the same.
        if not client.hexists(name, _PARTITIONS):
            client.hsetnx(name, _PARTITIONS, str(self._keys.partitions))
        return str(client.hget(name, _PARTITIONS))
