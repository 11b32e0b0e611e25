"""How a web process stands: rules, engine, Redis, backlog."""

import os

from api.bootstrap.rules_refresher import RulesRefresher
from api.bootstrap.store import Store
from api.schemas import ServiceStatus, SpoolStatus
from engine.errors import CortexError
from engine.evaluation.policies import Policies
from engine.ports.metrics import Metrics
from integrations.redis.write_probe import WritesRefused
from integrations.spool.folder import SpoolFolder


class StatusReader:
    """Says how one web process stands, without raising for what it finds."""

    def __init__(
        self,
        *,
        policies: Policies,
        rules: RulesRefresher,
        store: Store,
        metrics: Metrics,
        backlog_limit: int,
        order_account: str | None,
        spool: SpoolFolder | None,
    ) -> None:
        self._policies = policies
        self._rules = rules
        self._store = store
        self._metrics = metrics
        self._backlog_limit = backlog_limit
        self._order_account = order_account
        self._spool = spool

    def __call__(self) -> ServiceStatus:
        policy, error = self._policies.policy(), self._policies.last_error
        backlog = self._backlog()
        return ServiceStatus(
            version=policy.version,
            digest=policy.digest,
            activated_at=self._rules.activated_at,
            previous=self._rules.previous,
            last_error=error.faults if error else (),
            engine=policy.evaluator.engine,
            engine_reason=policy.evaluator.engine_reason,
            worker_pid=os.getpid(),
            backlog=backlog,
            backlog_limit=self._backlog_limit,
            redis_ok=backlog is not None,
            redis_may_evict=backlog is not None and self._may_evict(),
            replicas_not_awaited=self._store.connection.awaits_no_replica,
            replicas_missing=backlog is not None and self._lacks_replicas(),
            orders_held_seconds=0.0 if backlog is None else self._orders_held_seconds(),
            writes_refused=None if backlog is None else self._writes_refused(),
            spool=None if self._spool is None else _spool_status(self._spool),
        )

    def _backlog(self) -> int | None:
        try:
            self._store.connection.require_supported_server()
            backlog = self._store.inbox.backlog()
        except CortexError:
            return None
        self._metrics.gauge("backlog_dialogs", float(backlog))
        return backlog

    def _writes_refused(self) -> WritesRefused | None:
        try:
            return self._store.writes_refused()
        except CortexError:
            # It has gone meanwhile; the next check says so.
            return None

    def _may_evict(self) -> bool:
        try:
            return self._store.connection.may_evict()
        except CortexError:
            return False

    def _lacks_replicas(self) -> bool:
        try:
            lacking = self._store.connection.lacks_replicas()
        except CortexError:
            return False
        self._metrics.gauge("replicas_missing", float(lacking))
        return lacking

    def _orders_held_seconds(self) -> float:
        if self._order_account is None:
            return 0.0
        try:
            return self._store.order_desk.held_seconds(self._order_account)
        except CortexError:
            return 0.0


def _spool_status(folder: SpoolFolder) -> SpoolStatus:
    standing = folder.standing()
    return SpoolStatus(
        dialogs=standing.dialogs,
        used_bytes=standing.used_bytes,
        limit_bytes=folder.limit_bytes,
        full=standing.full,
        set_aside=standing.set_aside,
    )
