"""Counting and timing, by the names of one table in integrations/metrics.py."""

from typing import Protocol


class Metrics(Protocol):
    """Records measurements; label values come from closed sets only."""

    def count(self, name: str, **labels: str) -> None:
        """Add one to a counter."""
        ...

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Record a duration."""
        ...

    def gauge(self, name: str, value: float, **labels: str) -> None:
        """Set a gauge."""
        ...


class SilentMetrics:
    """Metrics that go nowhere, for tools and tests."""

    def count(self, name: str, **labels: str) -> None:
        """Ignore."""

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Ignore."""

    def gauge(self, name: str, value: float, **labels: str) -> None:
        """Ignore."""
