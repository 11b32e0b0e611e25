"""The web process, put together."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from api.bootstrap.accepting import build_accepting
from api.bootstrap.default_policy import default_policy
from api.bootstrap.loaded import Loaded
from api.bootstrap.rules_refresher import RulesRefresher
from api.bootstrap.shop import order_account
from api.bootstrap.status import StatusReader
from api.bootstrap.store import reach_store
from api.resources.dependencies import AppDependencies
from api.settings import Settings
from engine.errors import StoreUnavailable
from integrations.clock import RandomIdentifiers, SystemClock

_SOCKET_TIMEOUT_SECONDS = 2.0
"""A portal waits for its answer: what Redis does not take by then is kept on the host."""


@dataclass(frozen=True)
class Web:
    """What a web process is made of."""

    dependencies: AppDependencies
    refresh_rules: RulesRefresher
    care_for_host: Callable[[], None] | None
    """Puts into the store what waits on the host; None where nothing is spooled."""


def build_web(settings: Settings, loaded: Loaded) -> Web:
    """Put the web process together; Redis may be away, /health/ready then says so.

    Raises StoreBroken REDIS_LAYOUT_DIFFERS where Redis keeps data in other partitions.
    """
    callers = settings.callers()
    clock, identifiers = SystemClock(), RandomIdentifiers()
    brain, metrics = loaded.brain, loaded.metrics
    store = reach_store(settings, socket_timeout_seconds=_SOCKET_TIMEOUT_SECONDS)
    with suppress(StoreUnavailable):
        store.layout.require()
    accepting = build_accepting(settings, store, clock=clock, metrics=metrics)
    rules = RulesRefresher(brain.policies, clock=clock, metrics=metrics)
    status = StatusReader(
        policies=brain.policies,
        rules=rules,
        store=store,
        metrics=metrics,
        backlog_limit=settings.backlog_limit,
        order_account=order_account(settings),
        spool=accepting.folder,
    )
    dependencies = AppDependencies(
        decide=brain.decide,
        accept=accepting.event,
        status=status,
        expose_metrics=metrics.exposition,
        contract=brain.contract,
        policy=default_policy(brain.contract),
        metrics=metrics,
        clock=clock,
        identifiers=identifiers,
        api_token=callers.api.reveal(),
        hf_cortex_token=callers.hf_cortex.reveal(),
        install=accepting.install,
    )
    return Web(dependencies, rules, accepting.care)
