"""The life of a worker process: built, told by signals to stop, closed."""

import os
import signal
import socket
from secrets import token_hex

import gevent

from api.bootstrap.brain import build_serving_brain
from api.bootstrap.settled_memory import settle_memory
from api.bootstrap.store import open_store
from api.cli.exit_codes import ExitCode
from api.cli.portal_profile import check_portal_profile
from api.settings import Settings
from api.worker import build_worker
from api.worker.watchdog import watchdog
from integrations.logging import configure_logging
from integrations.metrics import PrometheusMetrics


def work(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; what is in hand is finished first."""
    configure_logging(settings.log_format)
    metrics = PrometheusMetrics(directory=settings.metrics_directory.resolve())
    brain = build_serving_brain(settings, metrics)
    worker = build_worker(
        settings,
        name=f"{socket.gethostname()}-{os.getpid()}-{token_hex(3)}",
        brain=brain,
        store=open_store(settings),
        metrics=metrics,
    )
    check_portal_profile(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, worker.stop)
    settle_memory()
    with watchdog(settings.hang_seconds):
        worker.run()
    return ExitCode.OK
