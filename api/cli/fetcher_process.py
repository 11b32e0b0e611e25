"""The life of a fetching process: built, told by signals to stop, closed."""

import signal

import gevent

from api.bootstrap.fetching import build_fetching, require_portals_to_fetch_for
from api.bootstrap.store import open_store
from api.cli.exit_codes import ExitCode
from api.fetcher import Fetcher
from api.settings import Settings
from integrations.clock import SystemClock
from integrations.logging import configure_logging
from integrations.metrics import PrometheusMetrics


def fetch(settings: Settings) -> int:
    """Fetch until SIGTERM or SIGINT; raises InvalidInput when no portal can keep events."""
    configure_logging(settings.log_format)
    require_portals_to_fetch_for(settings)
    metrics = PrometheusMetrics(directory=settings.metrics_directory.resolve())
    store = open_store(settings)
    try:
        fetching = build_fetching(settings, store, clock=SystemClock(), metrics=metrics)
        fetcher = Fetcher(fetching.portals, fetching.fetch)
        for number in (signal.SIGTERM, signal.SIGINT):
            gevent.signal_handler(number, fetcher.stop)
        fetcher.run()
    finally:
        store.connection.close()
    return ExitCode.OK
