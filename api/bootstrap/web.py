"""The web process, put together."""

from dataclasses import dataclass

from api.bootstrap.brain import build_serving_brain
from api.bootstrap.default_policy import default_policy
from api.bootstrap.portals import accept_install, served_portals
from api.bootstrap.rules_refresher import RulesRefresher
from api.bootstrap.status import StatusReader
from api.bootstrap.store import reach_store
from api.resources.dependencies import AppDependencies
from api.settings import Settings
from integrations.bitrix24.accept_event import AcceptEvent
from integrations.clock import RandomIdentifiers, SystemClock
from integrations.metrics import PrometheusMetrics


@dataclass(frozen=True)
class Web:
    """What a web process is made of."""

    dependencies: AppDependencies
    refresh_rules: RulesRefresher


def build_web(settings: Settings) -> Web:
    """Put the web process together; Redis may be away, /health/ready then says so."""
    callers = settings.callers()
    clock, identifiers = SystemClock(), RandomIdentifiers()
    metrics = PrometheusMetrics(directory=settings.metrics_directory.resolve())
    brain = build_serving_brain(settings, metrics)
    store = reach_store(settings)
    portals = served_portals(settings, store.portal_records, store.leases, clock).directory
    install = accept_install(settings, store.portal_records, store.call_limits, clock)
    accept = AcceptEvent(
        portals,
        store.inbox,
        store.lead_dialogs,
        clock,
        metrics,
        settings.webhook_secret,
        install.at_events if install else None,
    )
    rules = RulesRefresher(brain.policies, clock=clock, metrics=metrics)
    status = StatusReader(
        policies=brain.policies,
        rules=rules,
        store=store,
        metrics=metrics,
        backlog_limit=settings.backlog_limit,
    )
    dependencies = AppDependencies(
        decide=brain.decide,
        accept=accept,
        status=status,
        expose_metrics=metrics.exposition,
        contract=brain.contract,
        policy=default_policy(brain.contract),
        metrics=metrics,
        clock=clock,
        identifiers=identifiers,
        api_token=callers.api.reveal(),
        hf_cortex_token=callers.hf_cortex.reveal(),
        install=install,
    )
    return Web(dependencies, rules)
