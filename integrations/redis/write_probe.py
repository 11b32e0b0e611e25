"""Whether the server takes writes: reads may go on when its memory or its disk is full."""

from typing import Literal

from redis.exceptions import OutOfMemoryError, ResponseError

from engine.errors import StoreBroken, StoreUnavailable
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys

WritesRefused = Literal["REDIS_FULL", "REDIS_REFUSES_WRITES"]

_KEPT_SECONDS = 60


class WriteProbe:
    """Tries a write, for whoever asks how the server stands."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._key = keys.probe

    def __call__(self) -> WritesRefused | None:
        """Say why writes are refused, None when they are not; raises StoreUnavailable."""
        try:
            self._redis.repeatable(lambda client: client.set(self._key, "1", ex=_KEPT_SECONDS))
        except StoreUnavailable as error:
            if isinstance(error.__cause__, OutOfMemoryError):
                return "REDIS_FULL"
            # A replica, too few replicas, a disk that takes no more: the server says which.
            if isinstance(error.__cause__, ResponseError):
                return "REDIS_REFUSES_WRITES"
            raise
        except StoreBroken:
            return "REDIS_REFUSES_WRITES"
        return None
