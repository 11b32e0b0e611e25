"""What a fetching process is made of."""

from api.bootstrap.hands import bitrix_client, portal_directory
from api.bootstrap.store import Store
from api.settings import Settings
from engine.ports.clock import Clock
from engine.ports.metrics import Metrics
from integrations.bitrix24.accept_event import AcceptEvent
from integrations.bitrix24.fetch_events import FetchEvents


def build_fetch_events(
    settings: Settings, store: Store, *, clock: Clock, metrics: Metrics
) -> FetchEvents:
    """Put together what brings events of a portal into the inbox."""
    accept = AcceptEvent(
        portal_directory(settings), store.inbox, store.lead_dialogs, clock, metrics
    )
    return FetchEvents(bitrix_client(settings, clock), store.event_offsets, accept.keep)
