"""How a web process stands: rules, engine, Redis, backlog."""

import os

from api.bootstrap.rules_refresher import RulesRefresher
from api.bootstrap.store import Store
from api.schemas import ServiceStatus
from engine.errors import CortexError
from engine.evaluation.policies import Policies
from engine.ports.metrics import Metrics


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
    ) -> None:
        self._policies = policies
        self._rules = rules
        self._store = store
        self._metrics = metrics
        self._backlog_limit = backlog_limit

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
        )

    def _backlog(self) -> int | None:
        try:
            self._store.connection.require_supported_server()
            backlog = self._store.inbox.backlog()
        except CortexError:
            return None
        self._metrics.gauge("backlog_dialogs", float(backlog))
        return backlog

    def _may_evict(self) -> bool:
        try:
            return self._store.connection.may_evict()
        except CortexError:
            return False
