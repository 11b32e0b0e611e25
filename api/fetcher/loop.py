"""Asks every portal in turn for its events, each at its own pace."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog
from gevent.event import Event

from engine.errors import StoreUnavailable
from engine.ports.clock import Clock
from integrations.bitrix24.fetch_events import FAILED_PAUSE_SECONDS, FetchEvents
from integrations.bitrix24.portal import Portal

log = structlog.get_logger()

STORE_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 5.0
"""Also without a portal that is due: one may have been added."""


@dataclass
class _Turn:
    due: float = 0.0
    idle_rounds: int = 0


@dataclass
class Fetcher:
    """Runs rounds until told to stop; any number of processes may fetch for the same portals."""

    portals: Callable[[], Sequence[Portal]]
    fetch: FetchEvents
    clock: Clock
    _stopping: Event = field(default_factory=Event)
    _turns: dict[str, _Turn] = field(default_factory=dict)

    def run(self) -> None:
        log.info("fetcher_started")
        while not self._stopping.wait(self.round()):
            continue
        log.info("fetcher_stopped")

    def stop(self) -> None:
        """End after the round at hand; safe to call from a signal handler."""
        self._stopping.set()

    def round(self) -> float:
        """Ask the portals that are due and return how long none will be."""
        try:
            for portal in self.portals():
                self._serve(portal)
        except StoreUnavailable as error:
            log.warning("store_unavailable", code=error.code)
            return STORE_PAUSE_SECONDS
        now = self.clock.monotonic()
        pauses = [turn.due - now for turn in self._turns.values()]
        return max(0.0, min([*pauses, LONGEST_PAUSE_SECONDS]))

    def _serve(self, portal: Portal) -> None:
        turn = self._turns.setdefault(portal.member_id, _Turn())
        if turn.due > self.clock.monotonic() or self._stopping.is_set():
            return
        turn.due = self.clock.monotonic() + FAILED_PAUSE_SECONDS
        try:
            fetched = self.fetch(portal, idle_rounds=turn.idle_rounds)
        except StoreUnavailable:
            turn.due = 0.0
            raise
        except Exception:  # the process edge: one portal's trouble must not silence the others
            log.exception("fetch_failed", member_id=portal.member_id)
            return
        if fetched.kept:
            log.info("events_fetched", member_id=portal.member_id, count=fetched.kept)
        turn.due = self.clock.monotonic() + fetched.pause_seconds
        turn.idle_rounds = fetched.idle_rounds
