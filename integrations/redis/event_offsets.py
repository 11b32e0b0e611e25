"""How far fetched events are kept, on Redis."""

from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys


class RedisEventOffsets:
    """One key per bot, moved forward by a script: several processes may fetch for one bot."""

    def __init__(self, redis: RedisConnection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    def reached(self, *, member_id: str, bot_id: int) -> int | None:
        key = self._keys.event_offset(member_id=member_id, bot_id=bot_id)
        kept = self._redis.repeatable(lambda client: client.get(key))
        return None if kept is None else int(kept)

    def advance(self, *, member_id: str, bot_id: int, offset: int) -> None:
        key = self._keys.event_offset(member_id=member_id, bot_id=bot_id)
        self._redis.run("advance", keys=[key], arguments=[offset])
