"""The worker process: serves dialogs that have work, any number of processes on any hosts."""

from api.bootstrap.brain import Brain
from api.bootstrap.rules_refresher import RulesRefresher
from api.bootstrap.serve_dialog import build_serve_dialog
from api.bootstrap.store import Store
from api.settings import Settings
from api.worker.archiving import archiving_of
from api.worker.loop import Worker, WorkerLimits
from api.worker.order_watch import order_watch_of
from engine.ports.metrics import Metrics
from integrations.clock import RandomIdentifiers, SystemClock, chance

__all__ = ["Worker", "WorkerLimits", "build_worker"]


def build_worker(
    settings: Settings, *, name: str, brain: Brain, store: Store, metrics: Metrics
) -> Worker:
    """Put a worker together; `name` must be unique over all hosts and restarts."""
    clock = SystemClock()
    return Worker(
        name=name,
        dialogs=store.dialogs,
        serve=build_serve_dialog(settings, brain, store, clock=clock, metrics=metrics),
        clock=clock,
        identifiers=RandomIdentifiers(),
        metrics=metrics,
        chance=chance,
        limits=WorkerLimits(
            greenlets=settings.worker_greenlets,
            lease_seconds=float(settings.lock_seconds),
            reclaim_seconds=float(settings.reclaim_seconds),
        ),
        refresh_rules=RulesRefresher(brain.policies, clock=clock, metrics=metrics),
        reload_seconds=float(settings.reload_seconds),
        archive=archiving_of(settings, name, store, metrics),
        watch_orders=order_watch_of(settings, store, metrics),
    )
