"""A worker sees at once that orders are held, and tells of each hold once."""

from collections.abc import Sequence

import gevent
import pytest
from gevent.event import Event

from api.bootstrap.store import reach_store
from api.settings import Settings
from api.worker.order_watch import OrderWatch, order_watch_of
from engine.ports.metrics import SilentMetrics
from integrations.clock import SystemClock
from integrations.memory.order_desk import MemoryOrderDesk
from integrations.memory.store import MemoryStore
from tests.unit.api.edge import CountedMetrics
from tests.unit.api.worker.resting_worker import a_resting_worker

ACCOUNT = "a1b2"
SHOP = {
    "CORTEX_ABCP_URL": "https://shop.example",
    "CORTEX_ABCP_LOGIN": "login",
    "CORTEX_ABCP_PASSWORD_MD5": "0" * 32,
}


class HoldingDesk(MemoryOrderDesk):
    """Holds orders for as long as it is told, one look after the other."""

    def __init__(self, looks: Sequence[float]) -> None:
        super().__init__(MemoryStore(SystemClock()))
        self.looks = list(looks)

    def held_seconds(self, account: str) -> float:
        assert account == ACCOUNT
        return self.looks.pop(0)


@pytest.mark.parametrize(
    ("looks", "told"),
    [([0.0, 0.0], 0), ([150.0, 145.0], 1), ([0.0, 5.0, 0.0, 150.0], 2)],
)
def test_each_hold_is_told_once(looks: Sequence[float], told: int) -> None:
    metrics = CountedMetrics()
    watch = OrderWatch(HoldingDesk(looks), ACCOUNT, metrics)

    for _ in looks:
        watch()

    assert metrics.counted == [("failovers", {})] * told


@pytest.mark.parametrize(
    ("settings", "watches"),
    [
        ({**SHOP, "REDIS_URL": "redis+sentinel://a/cortex"}, True),
        ({**SHOP, "REDIS_URL": "redis://a", "CORTEX_REDIS_REPLICAS": "1"}, True),
        ({**SHOP, "REDIS_URL": "redis://a"}, False),
        ({"REDIS_URL": "redis+sentinel://a/cortex"}, False),
    ],
)
def test_a_worker_looks_where_another_master_can_take_over(
    settings: dict[str, str], *, watches: bool
) -> None:
    read = Settings.from_environment(settings)

    watch = order_watch_of(read, reach_store(read), SilentMetrics())

    assert (watch is not None) is watches


def test_a_worker_looks_beside_its_dialogs() -> None:
    looked = Event()
    worker = a_resting_worker(watch_orders=looked.set)
    running = gevent.spawn(worker.run)

    assert looked.wait(timeout=6)

    worker.stop()
    running.join(timeout=6)
