"""How a web process stands: rules, engine, Redis, backlog."""

import os

from api.bootstrap.store import Store
from api.schemas import ServiceStatus
from engine.errors import CortexError
from engine.evaluation.policies import Policies
from engine.evaluation.registry import Activation
from engine.ports.clock import Clock


class StatusReader:
    """Says how one web process stands, without raising for what it finds."""

    def __init__(
        self, *, policies: Policies, store: Store, clock: Clock, backlog_limit: int
    ) -> None:
        self._policies = policies
        self._store = store
        self._clock = clock
        self._backlog_limit = backlog_limit
        self._activated_at = clock.now()
        self._previous: str | None = None

    def __call__(self) -> ServiceStatus:
        policy, error = self._policies.policy(), self._policies.last_error
        backlog = self._backlog()
        reference = policy.evaluator.engine == "reference"
        return ServiceStatus(
            version=policy.version,
            digest=policy.digest,
            activated_at=self._activated_at,
            previous=self._previous,
            last_error=error.faults if error else (),
            engine=policy.evaluator.engine,
            engine_reason="durable_rules cannot be imported here" if reference else None,
            worker_pid=os.getpid(),
            backlog=backlog,
            backlog_limit=self._backlog_limit,
            redis_ok=backlog is not None,
        )

    def refresh_rules(self) -> Activation | None:
        """Serve changed rule files if they are good; None when nothing changed."""
        before = self._policies.policy().version
        activation = self._policies.refresh()
        if activation is not None and activation.changed:
            self._previous, self._activated_at = before, self._clock.now()
        return activation

    def _backlog(self) -> int | None:
        try:
            self._store.connection.require_supported_server()
            return self._store.inbox.backlog()
        except CortexError:
            return None
