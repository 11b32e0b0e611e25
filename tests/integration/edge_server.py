"""The HTTP edge for gunicorn in tests: real routes and metrics, events go to a file."""

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from api.app import WebApp, create_app
from api.bootstrap.default_policy import default_policy
from api.bootstrap.forked_app import ForkedApp
from api.bootstrap.loaded import Loaded, load_or_exit
from api.resources.dependencies import AppDependencies
from api.schemas import ServiceStatus
from api.settings import Settings, settings_of_this_process
from engine.errors import Fault
from engine.ports.inbox import Accepted, Received
from integrations.clock import RandomIdentifiers, SystemClock

NO_FORKS = "no-forks"


def application() -> ForkedApp:
    settings = settings_of_this_process()
    loaded = load_or_exit(settings)
    os.fork = _forking_unless(settings.metrics_directory.resolve().parent / NO_FORKS, os.fork)
    return ForkedApp(partial(_begin, settings, loaded), catch_up=loaded.catch_up)


def _forking_unless(refused: Path, fork: Callable[[], int]) -> Callable[[], int]:
    """Return a way to fork that is refused while a file is there, as by a machine that is full."""

    def fork_or_not() -> int:
        if refused.exists():
            raise BlockingIOError(errno.EAGAIN, "no more processes")
        return fork()

    return fork_or_not


def _begin(settings: Settings, loaded: Loaded) -> WebApp:
    folder = settings.metrics_directory.resolve()
    brain, metrics = loaded.brain, loaded.metrics

    def accept(body: bytes, content_type: str, secret: str | None) -> Received:
        if secret == "broken":
            raise ValueError(f"{body!r} {content_type}")
        with (folder.parent / "accepted").open("ab") as file:
            file.write(body + b"\n")
        return Received("message", Accepted.QUEUED)

    def faults() -> tuple[Fault, ...]:
        error = brain.policies.last_error
        return error.faults if error else ()

    def status() -> ServiceStatus:
        return ServiceStatus(
            version=brain.policies.policy().version,
            digest=brain.policies.policy().digest,
            activated_at=None,
            previous=None,
            last_error=faults(),
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
