"""The way in on Redis: one script per accepted message."""

from engine.messages import DialogKey
from engine.ports.inbox import MAILBOX_LIMIT, Enqueued
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys
from integrations.redis.layout import Layout

SEEN_SECONDS = 7 * 24 * 3600
"""How long a repeated event is recognised."""


class RedisInbox:
    """Appends messages to mailboxes; durable as soon as the server's own log is."""

    def __init__(
        self, redis: RedisConnection, keys: Keys, *, mailbox_limit: int = MAILBOX_LIMIT
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._layout = Layout(redis, keys)
        self._mailbox_limit = mailbox_limit

    def enqueue(
        self, *, dialog: DialogKey, event_key: str, document: str, order: int = 0
    ) -> Enqueued:
        # Here too, for a web process starts while Redis is away.
        self._layout.require()
        keys = self._keys
        answer = self._redis.run(
            "enqueue",
            keys=[
                keys.seen(dialog=dialog, event_key=event_key),
                keys.mailbox(dialog),
                keys.state(dialog),
                keys.ready(keys.partition(dialog)),
                keys.lock(dialog),
            ],
            arguments=[
                *(dialog, document, SEEN_SECONDS, self._mailbox_limit, order),
                "" if event_key else "keyless",
            ],
        )
        return Enqueued(answer)

    def backlog(self) -> int:
        self._layout.require()
        streams = [self._keys.ready(partition) for partition in range(self._keys.partitions)]
        return self._redis.repeatable(lambda client: sum(client.xlen(stream) for stream in streams))
