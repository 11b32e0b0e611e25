"""Fetches for every portal at the same time: a slow or broken one keeps no other waiting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog
from gevent.event import Event
from gevent.pool import Group

from api.fetcher.rounds import Fetch, PortalRounds
from engine.errors import StoreUnavailable
from integrations.bitrix24.portal import Portal

log = structlog.get_logger()

LOOK_SECONDS = 5.0
"""How often to look which portals there are."""


@dataclass
class Fetcher:
    """Runs until told to stop; any number of processes may fetch for the same portals."""

    portals: Callable[[], Sequence[Portal]]
    fetch: Fetch
    look_seconds: float = LOOK_SECONDS
    _served: dict[str, Portal] = field(default_factory=dict)
    _at_work: set[str] = field(default_factory=set)
    _greenlets: Group = field(default_factory=Group)
    _stopping: Event = field(default_factory=Event)

    def run(self) -> None:
        log.info("fetcher_started")
        while not self._stopping.is_set():
            self._look()
            self._stopping.wait(self.look_seconds)
        self._greenlets.join()
        log.info("fetcher_stopped")

    def stop(self) -> None:
        """End after the rounds at hand; safe to call from a signal handler."""
        self._stopping.set()

    def _look(self) -> None:
        """Take up portals that were added or changed; those that are gone end by themselves."""
        try:
            self._served = {portal.member_id: portal for portal in self.portals()}
        except StoreUnavailable as error:
            log.warning("store_unavailable", code=error.code)
        for member_id in self._served.keys() - self._at_work:
            self._at_work.add(member_id)
            log.info("portal_fetched_for", member_id=member_id)
            self._greenlets.spawn(self._serve, member_id)

    def _serve(self, member_id: str) -> None:
        rounds = PortalRounds(self.fetch)
        while not self._stopping.is_set():
            portal = self._served.get(member_id)
            if portal is None:
                break
            self._stopping.wait(rounds.next(portal))
        self._at_work.discard(member_id)
