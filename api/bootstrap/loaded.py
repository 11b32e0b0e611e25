"""What serving processes inherit from the one that forks them: rules, nothing that is connected."""

from dataclasses import dataclass

import gevent
import structlog

from api.bootstrap.brain import Brain, build_serving_brain
from api.bootstrap.settled_memory import settle_memory
from api.settings import Settings
from integrations.logging import configure_logging
from integrations.metrics import PrometheusMetrics

log = structlog.get_logger()

EXIT_NOT_LOADED = 3
"""That of a command whose input is bad."""


@dataclass(frozen=True)
class Loaded:
    """Loaded once, which takes seconds; a process forked from it serves at once.

    No socket, thread or timer is in it: those of durable_rules' own host are not used.
    """

    metrics: PrometheusMetrics
    brain: Brain

    def catch_up(self) -> None:
        """Serve what rule files have become since, so that no new process begins with less.

        What fails here is only told: rules at hand are better than no new process.
        """
        try:
            activation = self.brain.policies.refresh()
        except Exception:  # the process edge: all that were forked would end with this one
            log.exception("rules_refresh_failed")
            return
        if activation is not None:
            settle_memory()

    def keep_up(self, seconds: float) -> None:
        """Catch up again and again, for ever."""
        while True:
            self.catch_up()
            gevent.sleep(seconds)


def load_for_serving(settings: Settings) -> Loaded:
    """Load rules; raises FilesInvalid where none are good."""
    configure_logging(settings.log_format)
    metrics = PrometheusMetrics(directory=settings.metrics_directory.resolve())
    loaded = Loaded(metrics, build_serving_brain(settings, metrics))
    settle_memory()
    return loaded


def load_or_exit(settings: Settings) -> Loaded:
    """Load rules where nobody would tell of a failure in the form that logs have."""
    try:
        return load_for_serving(settings)
    except Exception:  # the process edge: gunicorn would print foreign texts as they are
        log.exception("rules_not_loaded")
        raise SystemExit(EXIT_NOT_LOADED) from None
