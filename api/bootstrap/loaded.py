"""What serving processes inherit from the one that forks them: rules, nothing that is connected."""

from dataclasses import dataclass

from api.bootstrap.brain import Brain, build_serving_brain
from api.bootstrap.settled_memory import settle_memory
from api.settings import Settings
from integrations.logging import configure_logging
from integrations.metrics import PrometheusMetrics


@dataclass(frozen=True)
class Loaded:
    """Loaded once, which takes seconds; a process forked from it serves at once.

    No socket, thread or timer is in it: those of durable_rules' own host are not used.
    """

    metrics: PrometheusMetrics
    brain: Brain

    def catch_up(self) -> None:
        """Serve what rule files have become since, so that no new process begins with less."""
        if self.brain.policies.refresh() is not None:
            settle_memory()


def load_for_serving(settings: Settings) -> Loaded:
    """Load rules; raises FilesInvalid where none are good."""
    configure_logging(settings.log_format)
    metrics = PrometheusMetrics(directory=settings.metrics_directory.resolve())
    loaded = Loaded(metrics, build_serving_brain(settings, metrics))
    settle_memory()
    return loaded
