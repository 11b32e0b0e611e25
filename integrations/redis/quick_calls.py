"""Calls to one server with less around them than redis-py puts: every event waits for one."""

import time
from collections.abc import Sequence
from typing import Any

from redis import BlockingConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError

FRESH_SECONDS = 1.0
"""A connection that has carried an answer so lately is used again without being looked at."""


class QuickPool(BlockingConnectionPool):
    """Lends connections to calls that may be repeated: one that has broken meanwhile fails them.

    Everything else gets its connections as from any pool, looked at before they are used.
    """

    def __init__(self, *, fresh_seconds: float = FRESH_SECONDS, **options: Any) -> None:
        self._fresh: list[tuple[Any, float]] = []
        self._fresh_seconds = fresh_seconds
        self._waiting = 0
        self._slow: Any = super()
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def call(self, words: Sequence[str | int]) -> Any:
        """Send one command and return its answer; raises what redis-py does, and never repeats."""
        connection = self._lent()
        try:
            connection.send_packed_command([packed(words)])
            return connection.read_response()
        except RedisConnectionError:
            # What broke this one may have broken all: the next are looked at.
            while self._rest_one():
                pass
            raise
        finally:
            self._take_back(connection)

    def get_connection(self, *args: Any, **options: Any) -> Any:
        # First of all: what a parent has opened belongs into no queue of its child.
        self._checkpid()
        self._waiting += 1
        try:
            self._rest_one()
            return self._slow.get_connection(*args, **options)
        finally:
            self._waiting -= 1

    def reset(self) -> None:
        # Also after a fork: a child must not use what its parent has opened.
        self._fresh = []
        self._slow.reset()

    def _lent(self) -> Any:
        self._checkpid()
        while popped := self._popped():
            connection, answered_at = popped
            if time.monotonic() - answered_at < self._fresh_seconds:
                return connection
            self._slow.release(connection)
        return self.get_connection()

    def _take_back(self, connection: Any) -> None:
        self._fresh.append((connection, time.monotonic()))
        if self._waiting:
            # They wait at the queue of the pool, each for one of its own.
            self._rest_one()

    def _rest_one(self) -> bool:
        """Put one into the queue of the pool, where it is looked at before it is used."""
        popped = self._popped()
        if popped:
            self._slow.release(popped[0])
        return popped is not None

    def _popped(self) -> tuple[Any, float] | None:
        # Looking first would be two steps: another thread may come between them.
        try:
            return self._fresh.pop()
        except IndexError:
            return None


def packed(words: Sequence[str | int]) -> bytes:
    """Return a command as the protocol of Redis writes it."""
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        said = word.encode() if isinstance(word, str) else b"%d" % word
        parts.append(b"$%d\r\n%b\r\n" % (len(said), said))
    return b"".join(parts)
