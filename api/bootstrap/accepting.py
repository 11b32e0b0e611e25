"""The ways in of a web process: chat events, installs, and what waited on the host."""

from collections.abc import Callable
from dataclasses import dataclass

from api.bootstrap.portals import accept_install, served_portals
from api.bootstrap.spool import AcceptingPorts, accepting_ports
from api.bootstrap.store import Store
from api.settings import Settings
from engine.ports.clock import Clock
from engine.ports.metrics import Metrics
from integrations.bitrix24.accept_event import AcceptEvent
from integrations.bitrix24.accept_install import AcceptInstall
from integrations.spool.caretaker import Caretaker
from integrations.spool.folder import SpoolFolder
from integrations.spool.leadership import Leadership
from integrations.spool.replay import ReplaySpool

_HOUR = 3600.0


@dataclass(frozen=True)
class Accepting:
    """What takes events in."""

    event: AcceptEvent
    install: AcceptInstall | None
    """None where no application is configured that a portal could install."""
    folder: SpoolFolder | None
    """None where nothing is spooled."""
    care: Callable[[], None] | None
    """Puts into the store what waits on the host, if this process is the one to do so."""


def build_accepting(
    settings: Settings, store: Store, *, clock: Clock, metrics: Metrics
) -> Accepting:
    """Put the ways in together; raises SettingInvalid."""
    ports = accepting_ports(settings, store, clock, metrics)
    install = accept_install(settings, store.portal_records, store.call_limits, clock)
    event = AcceptEvent(
        served_portals(settings, ports.portals, store.leases, clock).directory,
        ports.inbox,
        ports.leads,
        clock,
        metrics,
        settings.webhook_secret,
        install.at_events if install else None,
        ports.folder,
    )
    care = _caretaker(ports, store, event, float(settings.spool_hours) * _HOUR)
    return Accepting(event, install, ports.folder, care)


def _caretaker(
    ports: AcceptingPorts, store: Store, event: AcceptEvent, most_seconds: float
) -> Caretaker | None:
    if ports.folder is None or ports.copy is None:
        return None
    replay = ReplaySpool(
        ports.folder,
        inbox=store.inbox,
        lead_changed=event.lead_changed,
        clock=event.clock,
        metrics=event.metrics,
        most_seconds=most_seconds,
    )
    return Caretaker(
        Leadership(ports.folder.directory / "leader.lock"), [ports.copy.refresh, replay]
    )
