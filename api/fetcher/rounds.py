"""The rounds of one portal: what each asks for, and how long to wait before the next."""

from dataclasses import dataclass
from typing import Protocol

import structlog

from engine.errors import StoreUnavailable
from integrations.bitrix24.fetch_events import FAILED_PAUSE_SECONDS, Fetched
from integrations.bitrix24.portal import Portal

log = structlog.get_logger()

STORE_PAUSE_SECONDS = 2.0


class Fetch(Protocol):
    """Brings in what waits on a portal."""

    def __call__(self, portal: Portal, *, idle_rounds: int) -> Fetched:
        """Do one round; raises StoreUnavailable."""
        ...


@dataclass
class PortalRounds:
    """Asks one portal again and again; whatever goes wrong, there is a next round."""

    fetch: Fetch
    _idle_rounds: int = 0

    def next(self, portal: Portal) -> float:
        """Do one round and return the pause to make after it."""
        try:
            fetched = self.fetch(portal, idle_rounds=self._idle_rounds)
        except StoreUnavailable as error:
            log.warning("store_unavailable", code=error.code)
            return STORE_PAUSE_SECONDS
        except Exception:  # the process edge: a fault with one event must not end the fetching
            log.exception("fetch_failed", member_id=portal.member_id)
            return FAILED_PAUSE_SECONDS
        if fetched.kept:
            log.info("events_fetched", member_id=portal.member_id, count=fetched.kept)
        self._idle_rounds = fetched.idle_rounds
        return fetched.pause_seconds
