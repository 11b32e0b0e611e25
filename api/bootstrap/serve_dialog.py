"""What a worker does with a claimed dialog, put together."""

from api.bootstrap.brain import Brain
from api.bootstrap.hands import build_hands
from api.bootstrap.portals import served_portals
from api.bootstrap.store import Store
from api.settings import Settings
from engine.commands.handle_incoming_message import HandleIncomingMessage
from engine.commands.run_cortex_flow import RunCortexFlow
from engine.commands.run_decision_gate import RunDecisionGate
from engine.commands.serve_dialog import ServeDialog
from engine.effect_patience import Patience
from engine.ports.clock import Clock
from engine.ports.metrics import Metrics
from integrations.bitrix24.portal_policies import PortalPolicies
from integrations.clock import RandomIdentifiers
from integrations.meanwhile import timer_beside

GRACE_MARGIN_SECONDS = 2.0
"""Added to HTTP limit and lease before an unanswered effect is looked for."""


def build_serve_dialog(
    settings: Settings, brain: Brain, store: Store, *, clock: Clock, metrics: Metrics
) -> ServeDialog:
    """Put together what a worker does with a claimed dialog."""
    served = served_portals(settings, store.portal_records, store.leases, clock)
    portals = served.directory
    hands = build_hands(
        settings,
        served,
        clock,
        limits=store.call_limits,
        desk=store.order_desk,
        cache=store.search_cache,
        metrics=metrics,
    )
    handle = HandleIncomingMessage(
        portals=PortalPolicies(portals, brain.contract.status_ids),
        gate=RunDecisionGate(
            hands.leads, clock, manager_quiet_seconds=settings.manager_quiet_hours * 3600.0
        ),
        flow=RunCortexFlow(
            brain.decide,
            hands.searches.catalogue,
            hands.searches.stock,
            hands.orders,
            hands.typing,
            hands.side_by_side,
        ),
        give_up=brain.decide.give_up,
    )
    return ServeDialog(
        handle=handle,
        dialogs=store.dialogs,
        journal=store.journal,
        lead_dialogs=store.lead_dialogs,
        executors=hands.executors,
        identifiers=RandomIdentifiers(),
        clock=clock,
        patience=_patience(settings),
        meanwhile=timer_beside,
    )


def _patience(settings: Settings) -> Patience:
    call_seconds = float(settings.http_total_seconds)
    return Patience(
        grace_seconds=call_seconds + settings.lock_seconds + GRACE_MARGIN_SECONDS,
        arrival_seconds=settings.longest_portal_call_seconds,
    )
