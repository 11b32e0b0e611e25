"""Sees at once that another master of Redis took over: orders are held from then on."""

from dataclasses import dataclass

import structlog

from api.bootstrap.shop import order_account
from api.bootstrap.store import Store
from api.settings import Settings
from engine.ports.metrics import Metrics
from engine.ports.order_desk import OrderDesk

log = structlog.get_logger()


@dataclass
class OrderWatch:
    """Looks whether orders are held, and tells of each hold once."""

    desk: OrderDesk
    account: str
    metrics: Metrics
    _told: bool = False

    def __call__(self) -> None:
        seconds = self.desk.held_seconds(self.account)
        self.metrics.gauge("orders_held", seconds)
        if seconds and not self._told:
            log.warning("orders_held", seconds=seconds)
            self.metrics.count("failovers")
        self._told = bool(seconds)


def order_watch_of(settings: Settings, store: Store, metrics: Metrics) -> OrderWatch | None:
    """Return what looks for a worker, None where no other master can take over."""
    account = order_account(settings)
    if account is None or not store.connection.fails_over:
        return None
    return OrderWatch(store.order_desk, account, metrics)
