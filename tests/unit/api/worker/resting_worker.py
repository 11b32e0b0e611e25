"""A worker whose dialogs rest: only what it does beside them happens."""

from collections.abc import Callable, Sequence

import gevent

from api.worker import Worker
from engine.ports.dialogs import Ready
from engine.ports.metrics import SilentMetrics
from integrations.clock import RandomIdentifiers, SystemClock
from integrations.memory.dialogs import MemoryDialogs
from integrations.memory.store import MemoryStore


class RestingDialogs(MemoryDialogs):
    """Has no work; a wait on a thread's lock would hold up every greenlet of the test."""

    def ready(self, *, consumer: str, count: int, wait_seconds: float) -> Sequence[Ready]:  # noqa: ARG002 - the port
        gevent.sleep(0.01)
        return ()


def a_resting_worker(
    *,
    archive: Callable[[], None] | None = None,
    archive_seconds: float = 0,
    watch_orders: Callable[[], None] | None = None,
    order_watch_seconds: float = 0,
) -> Worker:
    return Worker(
        name="w1",
        dialogs=RestingDialogs(MemoryStore(SystemClock())),
        serve=None,  # type: ignore[arg-type]
        clock=SystemClock(),
        identifiers=RandomIdentifiers(),
        metrics=SilentMetrics(),
        chance=lambda: 0.0,
        archive=archive,
        archive_seconds=archive_seconds,
        watch_orders=watch_orders,
        order_watch_seconds=order_watch_seconds,
    )
