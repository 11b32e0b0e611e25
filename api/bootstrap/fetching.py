"""What a fetching process is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.bootstrap.hands import bitrix_client
from api.bootstrap.portals import configured_portals, served_portals
from api.bootstrap.store import Store
from api.settings import Settings
from engine.errors import InvalidInput
from engine.ports.clock import Clock
from engine.ports.metrics import Metrics
from integrations.bitrix24.accept_event import AcceptEvent
from integrations.bitrix24.accept_install import NO_BOT
from integrations.bitrix24.fetch_events import FetchEvents
from integrations.bitrix24.portal import Portal


@dataclass(frozen=True)
class Fetching:
    """Which portals to fetch for now, and how."""

    portals: Callable[[], Sequence[Portal]]
    """Raises StoreUnavailable."""
    fetch: FetchEvents


def require_portals_to_fetch_for(settings: Settings) -> None:
    """Raise InvalidInput where no portal keeps its events and none can be added that does."""
    if settings.sealing_keys is None and not _keeping_events(configured_portals(settings)):
        raise InvalidInput(
            "no portal keeps its events to be fetched: set CORTEX_BITRIX_EVENTS=fetch, or"
            " CORTEX_SEALING_KEYS where portals are kept in Redis",
            code="SETTING_INVALID",
        )


def build_fetching(settings: Settings, store: Store, *, clock: Clock, metrics: Metrics) -> Fetching:
    """Put together what brings events of portals into the inbox."""
    served = served_portals(settings, store.portal_records, store.leases, clock)
    accept = AcceptEvent(served.directory, store.inbox, store.lead_dialogs, clock, metrics)
    client = bitrix_client(settings, served, clock, limits=store.call_limits)
    return Fetching(
        lambda: _keeping_events(served.directory.all()),
        FetchEvents(client, store.event_offsets, accept.keep),
    )


def _keeping_events(portals: Sequence[Portal]) -> Sequence[Portal]:
    return [
        portal for portal in portals if portal.chat.events == "fetch" and portal.bot_id != NO_BOT
    ]
