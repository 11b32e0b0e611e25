"""Every metric Cortex emits, in one table, and its Prometheus form."""

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

T = TypeVar("T", Counter, Gauge, Histogram)

FAST_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0)
"""Seconds, for work inside the process."""
SLOW_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds, for work that waits for a network or another worker."""

_PID_OF_FILE = re.compile(r"_(\d+)\.db$")


@dataclass(frozen=True)
class Measure:
    """One metric; engine code calls it by `name`, Prometheus knows it by `exposed`."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    meaning: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = SLOW_BUCKETS

    @property
    def exposed(self) -> str:
        """The full name on /metrics."""
        suffix = {"counter": "_total", "histogram": "_seconds", "gauge": ""}[self.kind]
        return f"cortex_{self.name}{suffix}"


def _counter(name: str, meaning: str, *labels: str) -> Measure:
    return Measure(name, "counter", meaning, labels)


MEASURES: tuple[Measure, ...] = (
    _counter(
        "decisions",
        "Decisions by what they were; outcome is rules, fallback or silent.",
        "intent",
        "stage",
        "outcome",
        "variant",
    ),
    Measure(
        "decision_duration",
        "histogram",
        "Time of one decision without any outside call.",
        ("variant",),
        FAST_BUCKETS,
    ),
    _counter("webhook_requests", "Webhook calls by what became of them.", "event", "result"),
    _counter("http_requests", "HTTP requests answered.", "route", "method", "status"),
    Measure("http_request_duration", "histogram", "Time to answer HTTP.", ("route",), SLOW_BUCKETS),
    _counter("effects", "Effect attempts by outcome.", "backend", "action", "result"),
    _counter("search_cache", "Searches by what was remembered of them.", "result"),
    Measure("effect_duration", "histogram", "Time of one effect attempt.", ("backend", "action")),
    _counter("idempotency_checks", "Event and effect keys looked up.", "result"),
    Measure("lock_wait", "histogram", "Time to claim a dialog that has work."),
    _counter("lock_lost", "Dialog locks lost before the work was done."),
    _counter("contract_violations", "Decisions replaced by the fallback.", "kind"),
    _counter("stage_transitions", "Moves through the funnel.", "from", "to", "variant"),
    _counter("escalations", "Dialogs handed over to an operator.", "reason", "variant"),
    _counter("engine_faults", "durable_rules failures answered by the reference.", "reason"),
    _counter("parity_mismatches", "Sampled decisions on which the two evaluators differed."),
    _counter("ruleset_activations", "Attempts to make a ruleset version serve.", "result"),
    _counter("dead_letters", "Messages moved aside for a person.", "reason"),
    _counter("archived", "Ended effects and sessions written to the archive.", "kind"),
    Measure(
        "backlog_dialogs",
        "gauge",
        "Dialogs waiting for a worker or worked on, as last asked by a health check.",
    ),
    Measure("orders_held", "gauge", "Seconds for which no order is sent yet: a master took over."),
    Measure("replicas_missing", "gauge", "1 while too few replicas can confirm, as last asked."),
    _counter("failovers", "Holds of orders that a worker saw begin: another master took over."),
    _counter("spool_lines", "Lines of the spool by what became of them.", "result"),
    Measure("spool_bytes", "gauge", "What the spool of this host takes, as last replayed."),
    Measure("ruleset_info", "gauge", "1 for the version that serves, else 0.", ("version", "role")),
)


class PrometheusMetrics:
    """Implements engine.ports.metrics.Metrics; an undeclared name or label raises at once.

    Under gunicorn PROMETHEUS_MULTIPROC_DIR must be set before prometheus_client is imported:
    the library chooses its value class then. `directory` is that folder, None for one process.
    """

    def __init__(self, *, directory: Path | None = None) -> None:
        self._directory = directory
        self._registry = CollectorRegistry()
        by_kind: Mapping[str, tuple[Measure, ...]] = {
            kind: tuple(measure for measure in MEASURES if measure.kind == kind)
            for kind in ("counter", "gauge", "histogram")
        }
        self._counters = {m.name: _counter_of(m, self._registry) for m in by_kind["counter"]}
        self._gauges = {m.name: _gauge_of(m, self._registry) for m in by_kind["gauge"]}
        self._histograms = {m.name: _histogram_of(m, self._registry) for m in by_kind["histogram"]}
        # Label values come from closed sets, so these stay few; finding them anew would cost
        # more than counting.
        self._counted: dict[tuple[Any, ...], Counter] = {}
        self._observed: dict[tuple[Any, ...], Histogram] = {}

    def count(self, name: str, **labels: str) -> None:
        """Add one to a declared counter; KeyError or ValueError for anything undeclared."""
        key = (name, *labels.items())
        counter = self._counted.get(key)
        if counter is None:
            counter = self._counted[key] = _labelled(self._counters[name], labels)
        counter.inc()

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Record a duration under a declared name."""
        key = (name, *labels.items())
        histogram = self._observed.get(key)
        if histogram is None:
            histogram = self._observed[key] = _labelled(self._histograms[name], labels)
        histogram.observe(seconds)

    def gauge(self, name: str, value: float, **labels: str) -> None:
        """Set a declared gauge."""
        _labelled(self._gauges[name], labels).set(value)

    def exposition(self) -> tuple[bytes, str]:
        """Return the page for /metrics, of all processes that share the folder, and its type."""
        registry = self._registry
        if self._directory is not None:
            registry = CollectorRegistry()
            MultiProcessCollector(registry, path=str(self._directory))  # type: ignore[no-untyped-call]
        return generate_latest(registry), CONTENT_TYPE_LATEST


def remove_stale_files(directory: Path, *, alive: Callable[[int], bool]) -> tuple[str, ...]:
    """Delete the files of processes that no longer run; return their names.

    Only for the start of the whole service: a counter that shrinks while it serves reads as
    a restart and inflates every rate.
    """
    removed = []
    for file in sorted(directory.glob("*.db")):
        pid = _PID_OF_FILE.search(file.name)
        if pid and not alive(int(pid.group(1))):
            file.unlink(missing_ok=True)
            removed.append(file.name)
    return tuple(removed)


def forget_process(pid: int, directory: Path) -> None:
    """Drop what only a running process can say of itself."""
    with suppress(OSError):  # what a dead one leaves is no reason for the living to end
        mark_process_dead(pid, str(directory))  # type: ignore[no-untyped-call]


def process_runs(pid: int) -> bool:
    """Say whether a process of this machine lives; somebody else's counts as living."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _labelled(metric: T, labels: Mapping[str, str]) -> T:
    return metric.labels(**labels) if labels else metric


def _counter_of(measure: Measure, registry: CollectorRegistry) -> Counter:
    return Counter(measure.exposed, measure.meaning, measure.labels, registry=registry)


def _gauge_of(measure: Measure, registry: CollectorRegistry) -> Gauge:
    return Gauge(
        measure.exposed,
        measure.meaning,
        measure.labels,
        registry=registry,
        multiprocess_mode="livemostrecent",
    )


def _histogram_of(measure: Measure, registry: CollectorRegistry) -> Histogram:
    return Histogram(
        measure.exposed,
        measure.meaning,
        measure.labels,
        registry=registry,
        buckets=measure.buckets,
    )
