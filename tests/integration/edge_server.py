"""The HTTP edge for gunicorn in tests: real routes and metrics, events go to a file."""

import os

from api.app import WebApp, create_app
from api.bootstrap.brain import build_brain
from api.bootstrap.default_policy import default_policy
from api.resources.dependencies import AppDependencies
from api.schemas import ServiceStatus
from api.settings import settings_of_this_process
from engine.ports.inbox import Accepted
from integrations.clock import RandomIdentifiers, SystemClock
from integrations.logging import configure_logging
from integrations.metrics import PrometheusMetrics


def application() -> WebApp:
    settings = settings_of_this_process()
    configure_logging(settings.log_format)
    folder = settings.metrics_directory.resolve()
    metrics = PrometheusMetrics(directory=folder)
    brain = build_brain(rules_directory=settings.rules_directory, metrics=metrics)

    def accept(body: bytes, content_type: str, secret: str | None) -> Accepted:
        if secret == "broken":
            raise ValueError(f"{body!r} {content_type}")
        with (folder.parent / "accepted").open("ab") as file:
            file.write(body + b"\n")
        return Accepted.QUEUED

    def status() -> ServiceStatus:
        return ServiceStatus(
            version=brain.policies.policy().version,
            digest=brain.policies.policy().digest,
            activated_at=None,
            previous=None,
            last_error=(),
            engine="durable",
            engine_reason=None,
            worker_pid=os.getpid(),
            backlog=0,
            backlog_limit=1,
            redis_ok=True,
        )

    return create_app(
        AppDependencies(
            decide=brain.decide,
            accept=accept,
            status=status,
            expose_metrics=metrics.exposition,
            contract=brain.contract,
            policy=default_policy(brain.contract),
            metrics=metrics,
            clock=SystemClock(),
            identifiers=RandomIdentifiers(),
            api_token=settings.callers().api.reveal(),
            hf_cortex_token=settings.callers().hf_cortex.reveal(),
        )
    )
