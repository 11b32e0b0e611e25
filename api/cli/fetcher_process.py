"""The life of a fetching process: built, told by signals to stop, closed."""

import signal
from functools import partial

import gevent

from api.bootstrap.fetching import build_fetch_events
from api.bootstrap.hands import configured_portals
from api.bootstrap.store import open_store
from api.cli.exit_codes import ExitCode
from api.fetcher import Fetcher
from api.settings import Settings
from engine.errors import InvalidInput
from integrations.bitrix24.portal import Portal
from integrations.clock import SystemClock
from integrations.logging import configure_logging
from integrations.metrics import PrometheusMetrics


def fetch(settings: Settings) -> int:
    """Fetch until SIGTERM or SIGINT; raises InvalidInput when no portal keeps events."""
    configure_logging(settings.log_format)
    portals = partial(_portals_to_ask, settings)
    if not portals():
        raise InvalidInput(
            "no portal keeps its events to be fetched: set CORTEX_BITRIX_EVENTS=fetch",
            code="SETTING_INVALID",
        )
    clock = SystemClock()
    metrics = PrometheusMetrics(directory=settings.metrics_directory.resolve())
    store = open_store(settings)
    round_ = build_fetch_events(settings, store, clock=clock, metrics=metrics)
    fetcher = Fetcher(portals, round_, clock)
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, fetcher.stop)
    fetcher.run()
    store.connection.close()
    return ExitCode.OK


def _portals_to_ask(settings: Settings) -> list[Portal]:
    return [portal for portal in configured_portals(settings) if portal.chat.events == "fetch"]
