"""Calls to one server with less around them than redis-py puts: every event waits for one."""

import time
from collections.abc import Sequence
from typing import Any

from redis import BlockingConnectionPool

FRESH_SECONDS = 1.0
"""A connection that has carried an answer so lately is used again without being looked at."""


class QuickPool(BlockingConnectionPool):
    """Lends connections to calls that may be repeated: one that has broken meanwhile fails them.

    Everything else gets its connections as from any pool, looked at before they are used.
    """

    def __init__(self, *, fresh_seconds: float = FRESH_SECONDS, **options: Any) -> None:
        self._fresh: list[tuple[Any, float]] = []
        self._fresh_seconds = fresh_seconds
        self._slow: Any = super()
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def call(self, words: Sequence[str | int]) -> Any:
        """Send one command and return its answer; raises what redis-py does, and never repeats."""
        connection = self._lent()
        try:
            connection.send_packed_command([packed(words)])
            return connection.read_response()
        finally:
            self._take_back(connection)

    def get_connection(self, *args: Any, **options: Any) -> Any:
        if self._fresh:
            self._slow.release(self._fresh.pop()[0])
        return self._slow.get_connection(*args, **options)

    def reset(self) -> None:
        # Also after a fork: a child must not use what its parent has opened.
        self._fresh = []
        self._slow.reset()

    def _lent(self) -> Any:
        self._checkpid()
        while self._fresh:
            connection, answered_at = self._fresh.pop()
            if time.monotonic() - answered_at < self._fresh_seconds:
                return connection
            self._slow.release(connection)
        return self._slow.get_connection()

    def _take_back(self, connection: Any) -> None:
        # When the queue of the pool is empty, somebody may be waiting at it.
        if self.pool.queue:
            self._fresh.append((connection, time.monotonic()))
        else:
            self._slow.release(connection)


def packed(words: Sequence[str | int]) -> bytes:
    """Return a command as the protocol of Redis writes it."""
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        said = word.encode() if isinstance(word, str) else b"%d" % word
        parts.append(b"$%d\r\n%b\r\n" % (len(said), said))
    return b"".join(parts)
