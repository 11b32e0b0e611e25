"""Takes events out of a bot's queue on the portal; acknowledged is only what the inbox holds."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from engine.errors import CallFailed, CallNotRun, RequestInvalid
from engine.ports.event_offsets import EventOffsets
from engine.ports.inbox import Accepted
from integrations.bitrix24.accept_event import MailboxFull
from integrations.bitrix24.bot_owner import owner_v2
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.events import Event
from integrations.bitrix24.fetched_events import FETCH, FetchedEvent, FetchedPage, fetched_page
from integrations.bitrix24.portal import Portal

log = structlog.get_logger()

PAGE_EVENTS = 100
# As the documentation of imbot.v2.Event.get asks for.
MORE_PAUSE_SECONDS = 2.0
IDLE_PAUSES_SECONDS = (5.0, 10.0, 30.0)
FAILED_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 60.0
"""Whoever stops a portal for longer keeps the calls off it; an early end of that wakes nobody."""
FULL_PAUSE_SECONDS = 10.0


@dataclass(frozen=True)
class Fetched:
    """What one round brought and how long to wait before the next."""

    kept: int
    pause_seconds: float
    idle_rounds: int = 0


@dataclass(frozen=True)
class FetchEvents:
    """Fetches one page, keeps every event, then moves the offset: a crash between repeats them.

    What is repeated is known to the inbox by the same keys as events of the webhook.
    """

    client: Bitrix24Client
    offsets: EventOffsets
    keep: Callable[[Event, Portal], Accepted]

    def __call__(self, portal: Portal, *, idle_rounds: int) -> Fetched:
        """Do one round; raises StoreUnavailable, after which it may simply be done again."""
        try:
            page = self._page(portal)
        except CallFailed as error:
            log.warning("events_not_fetched", member_id=portal.member_id, code=error.remote_code)
            asked = error.retry_after_seconds if isinstance(error, CallNotRun) else 0.0
            pause = min(max(asked, FAILED_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
            return Fetched(0, pause)
        kept = self._kept(page, portal)
        whole = kept == len(page.events)
        if page.events and kept:
            reached = page.next_offset if whole else page.events[kept - 1].number + 1
            self.offsets.advance(member_id=portal.member_id, bot_id=portal.bot_id, offset=reached)
        if not whole:
            return Fetched(kept, FULL_PAUSE_SECONDS)
        if page.has_more:
            return Fetched(kept, MORE_PAUSE_SECONDS)
        rounds = 0 if page.events else idle_rounds + 1
        pause = IDLE_PAUSES_SECONDS[min(rounds, len(IDLE_PAUSES_SECONDS) - 1)]
        return Fetched(kept, pause, rounds)

    def _page(self, portal: Portal) -> FetchedPage:
        offset = self.offsets.reached(member_id=portal.member_id, bot_id=portal.bot_id)
        params = {
            "botId": portal.bot_id,
            **owner_v2(portal),
            "limit": PAGE_EVENTS,
            **({} if offset is None else {"offset": offset}),
        }
        return fetched_page(self.client.call(portal, FETCH, params), portal)

    def _kept(self, page: FetchedPage, portal: Portal) -> int:
        """Keep events in order and return how many were; a full mailbox ends the round."""
        for count, fetched in enumerate(page.events):
            try:
                self._keep(fetched, portal)
            except MailboxFull as error:
                log.warning("events_wait", member_id=portal.member_id, code=error.code)
                return count
        return len(page.events)

    def _keep(self, fetched: FetchedEvent, portal: Portal) -> None:
        if isinstance(fetched.event, RequestInvalid):
            # It would come again for ever and hold up all that follows.
            log.error(
                "event_not_understood",
                member_id=portal.member_id,
                event_id=fetched.number,
                code=fetched.event.code,
            )
            return
        self.keep(fetched.event, portal)
