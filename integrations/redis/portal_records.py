"""Sealed texts of portals, on Redis."""

from collections.abc import Mapping

from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys

_NO_TEXT = ""


class RedisPortalRecords:
    """One hash for all portals: an installation has few of them."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._key = keys.portals

    def read(self, member_id: str) -> str | None:
        text = self._redis.repeatable(lambda client: client.hget(self._key, member_id))
        return None if text is None else str(text)

    def all(self) -> Mapping[str, str]:
        texts = self._redis.repeatable(lambda client: client.hgetall(self._key))
        return {str(member_id): str(text) for member_id, text in texts.items()}

    def write(self, member_id: str, *, old: str | None, new: str | None) -> bool:
        arguments = [member_id, old or _NO_TEXT, new or _NO_TEXT]
        return bool(self._redis.run("write_portal", keys=[self._key], arguments=arguments))
