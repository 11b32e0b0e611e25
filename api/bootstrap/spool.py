"""What stands between a web process and a store that may be away."""

from dataclasses import dataclass

from api.bootstrap.store import Store
from api.settings import SettingInvalid, Settings
from engine.ports.clock import Clock
from engine.ports.inbox import Inbox
from engine.ports.lead_dialogs import LeadDialogs
from engine.ports.metrics import Metrics
from engine.ports.portal_records import PortalRecords
from integrations.spool.folder import SpoolFolder
from integrations.spool.outage import Outage
from integrations.spool.reached_leads import ReachedLeads
from integrations.spool.remembered_portals import RememberedPortals
from integrations.spool.spooling_inbox import SpoolingInbox

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class AcceptingPorts:
    """The ports an event is accepted through."""

    inbox: Inbox
    leads: LeadDialogs
    portals: PortalRecords
    folder: SpoolFolder | None = None
    """None where nothing is spooled."""
    copy: RememberedPortals | None = None
    """The portals, where a copy of them outlives an outage."""


def accepting_ports(
    settings: Settings, store: Store, clock: Clock, metrics: Metrics
) -> AcceptingPorts:
    """Return the store's ports as they go on without it, or the bare ones without a spool.

    Raises SettingInvalid for a folder that cannot be had.
    """
    if not settings.spool_megabytes:
        return AcceptingPorts(store.inbox, store.lead_dialogs, store.portal_records)
    folder = SpoolFolder(
        settings.spool_directory.resolve(),
        limit_bytes=settings.spool_megabytes * _MEGABYTE,
        clock=clock,
        metrics=metrics,
    )
    try:
        folder.prepare()
    except OSError as error:
        raise SettingInvalid("CORTEX_SPOOL_DIR", "must be a folder we may write to") from error
    outage = Outage(clock)
    sealed = folder.directory / "portals.sealed"
    portals = RememberedPortals(store.portal_records, sealed, outage, clock)
    return AcceptingPorts(
        SpoolingInbox(store.inbox, folder, outage),
        ReachedLeads(store.lead_dialogs, outage),
        portals,
        folder,
        portals,
    )
