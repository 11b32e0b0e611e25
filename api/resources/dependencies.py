"""Everything the HTTP edge needs from the rest; bootstrap fills it in."""

from dataclasses import dataclass

from api.resources.decisions import DecideSituation
from api.resources.events import AcceptEvent
from api.resources.installs import AcceptInstall
from api.resources.operations import ExposeMetrics, ReadStatus
from engine.contract import Contract
from engine.ports.clock import Clock, Identifiers
from engine.ports.metrics import Metrics
from engine.ports.portals import PortalPolicy


@dataclass(frozen=True)
class AppDependencies:
    """Collaborators and tokens of the web process; tokens are revealed, so never print it."""

    decide: DecideSituation
    accept: AcceptEvent
    status: ReadStatus
    expose_metrics: ExposeMetrics
    contract: Contract
    policy: PortalPolicy
    metrics: Metrics
    clock: Clock
    identifiers: Identifiers
    api_token: str
    hf_cortex_token: str
    install: AcceptInstall | None = None
    """None where no application is configured that a portal could install."""
