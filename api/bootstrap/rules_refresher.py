"""Makes changed rule files serve, and says what came of it in logs and metrics."""

from pathlib import Path

import structlog

from engine.errors import Fault
from engine.evaluation.policies import Policies
from engine.evaluation.registry import Activation
from engine.ports.clock import Clock
from engine.ports.metrics import Metrics

log = structlog.get_logger()


class RulesRefresher:
    """Called every few seconds by each process; remembers when it last changed the rules."""

    def __init__(self, policies: Policies, *, clock: Clock, metrics: Metrics) -> None:
        self._policies = policies
        self._clock = clock
        self._metrics = metrics
        self.activated_at = clock.now()
        self.previous: str | None = None
        self._show(policies.policy().version, serving=True)

    def __call__(self) -> None:
        """Look at the files and serve them if they are good."""
        before = self._policies.policy().version
        activation = self._policies.refresh()
        if activation is None:
            return
        if activation.changed:
            self.previous, self.activated_at = before, self._clock.now()
            self._show(before, serving=False)
            self._show(activation.version, serving=True)
        self._report(activation)

    def _report(self, activation: Activation) -> None:
        changed = "activated" if activation.changed else "unchanged"
        result = "failed" if activation.error else changed
        self._metrics.count("ruleset_activations", result=result)
        faults = activation.error.faults if activation.error else ()
        tell = log.error if activation.error else log.info
        tell(
            "ruleset_activation",
            result=result,
            serving_version=activation.version,
            digest=activation.digest,
            # Messages may quote examples; /v1/status has them for who holds the token.
            faults=[_place_and_code(fault) for fault in faults],
        )

    def _show(self, version: str, *, serving: bool) -> None:
        self._metrics.gauge("ruleset_info", float(serving), version=version, role="control")


def _place_and_code(fault: Fault) -> str:
    return f"{'/'.join(Path(fault.file).parts[-2:])}:{fault.line}:{fault.column} {fault.code}"
