"""The life of a worker process: built, told by signals to stop, closed."""

import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from secrets import token_hex

import gevent

from api.bootstrap.loaded import Loaded, load_for_serving
from api.bootstrap.settled_memory import settle_since_fork
from api.bootstrap.store import open_store
from api.cli.exit_codes import ExitCode
from api.cli.forked_workers import ForkedWorkers
from api.cli.portal_profile import check_portal_profile
from api.settings import Settings
from api.worker import build_worker
from api.worker.watchdog import watchdog
from integrations.clock import SystemClock
from integrations.metrics import forget_process

_KEEPER_SECONDS = 1.0


def work_alone(settings: Settings) -> int:
    """Serve in this process until SIGTERM or SIGINT."""
    return work(settings, load_for_serving(settings))


def work_forked(settings: Settings, count: int) -> int:
    """Serve in so many processes, each replaced when it ends, until SIGTERM or SIGINT."""
    loaded = load_for_serving(settings)
    workers = ForkedWorkers(
        count,
        work=partial(work, settings, loaded),
        beside=partial(loaded.keep_up, settings.reload_seconds),
        ended=partial(forget_process, directory=settings.metrics_directory.resolve()),
        clock=SystemClock(),
    )
    return workers.run()


def work(settings: Settings, loaded: Loaded, keeper: int | None = None) -> int:
    """Serve until SIGTERM or SIGINT; what is in hand is finished first.

    `keeper`: the process that would replace this one; when it is gone this one ends as if told
    to, for nobody else would ever end it.
    """
    worker = build_worker(
        settings,
        name=f"{socket.gethostname()}-{os.getpid()}-{token_hex(3)}",
        brain=loaded.brain,
        store=open_store(settings),
        metrics=loaded.metrics,
    )
    check_portal_profile(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, worker.stop)
    if keeper is not None:
        gevent.spawn(_end_without, keeper, worker.stop)
    settle_since_fork()
    with watchdog(settings.hang_seconds):
        worker.run()
    return ExitCode.OK


def _end_without(keeper: int, end: Callable[[], None]) -> None:
    while os.getppid() == keeper:
        gevent.sleep(_KEEPER_SECONDS)
    end()
