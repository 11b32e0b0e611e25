"""Remembers that the store does not answer, so that not every event waits to find out."""

from collections.abc import Callable
from typing import TypeVar

import structlog

from engine.errors import StoreUnavailable
from engine.ports.clock import Clock

log = structlog.get_logger()

T = TypeVar("T")

PAUSE_SECONDS = 1.0
"""How long nobody asks again; then one does, and the others still do not wait for it."""
STALLED_SECONDS = 2.0
"""Calls under way and none answered for so long: a store that hangs, which fails only later."""


class Outage:
    """Lets calls through to the store while it answers, and one a second while it does not."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: float | None = None
        self._under_way = 0
        self._waiting_since = 0.0

    def reach(self, call: Callable[[], T]) -> T:
        """Make the call; raises StoreUnavailable, at once while the store is known to be away."""
        self._admit()
        if not self._under_way:
            self._waiting_since = self._clock.monotonic()
        self._under_way += 1
        try:
            answer = call()
        except StoreUnavailable:
            self._begin()
            raise
        finally:
            self._under_way -= 1
        self._end()
        return answer

    def _admit(self) -> None:
        now = self._clock.monotonic()
        if self._until is None:
            if self._under_way and now - self._waiting_since > STALLED_SECONDS:
                raise StoreUnavailable("the store has not answered for a while")
        elif now < self._until:
            raise StoreUnavailable("the store did not answer a moment ago")
        else:
            self._until = now + PAUSE_SECONDS

    def _begin(self) -> None:
        if self._until is None:
            log.warning("store_unavailable_noticed")
        self._until = self._clock.monotonic() + PAUSE_SECONDS

    def _end(self) -> None:
        self._waiting_since = self._clock.monotonic()
        if self._until is not None:
            log.info("store_answers_again")
            self._until = None
