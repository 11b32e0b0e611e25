"""Remembers that the store did not answer, so that not every event waits to find out."""

from collections.abc import Callable
from typing import TypeVar

import structlog

from engine.errors import StoreUnavailable
from engine.ports.clock import Clock

log = structlog.get_logger()

T = TypeVar("T")

PAUSE_SECONDS = 1.0
"""How long nobody asks again; then one does, and the others still do not wait for it."""


class Outage:
    """Lets calls through to the store while it answers, and one a second while it does not."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: float | None = None

    def reach(self, call: Callable[[], T]) -> T:
        """Make the call; raises StoreUnavailable, at once while the store is known to be away."""
        if self._until is not None:
            if self._clock.monotonic() < self._until:
                raise StoreUnavailable("the store did not answer a moment ago")
            self._until = self._clock.monotonic() + PAUSE_SECONDS
        try:
            answer = call()
        except StoreUnavailable:
            if self._until is None:
                log.warning("store_unavailable_noticed")
            self._until = self._clock.monotonic() + PAUSE_SECONDS
            raise
        if self._until is not None:
            log.info("store_answers_again")
            self._until = None
        return answer
