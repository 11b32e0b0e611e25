"""The request budget of a portal: every call adds one, time drains it, for each address apart."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass
class _Level:
    fill: float
    seen_at: float


class LeakyBucket:
    """Refuses calls above the ceiling; switched off until a test asks for it.

    All programs behind one address share one budget.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self.switch_off()

    def switch_on(self, *, leak_per_second: float, ceiling: float) -> None:
        with self._lock:
            self._leak_per_second, self._ceiling = leak_per_second, ceiling
            self._levels: dict[str, _Level] = {}

    def switch_off(self) -> None:
        self.switch_on(leak_per_second=0.0, ceiling=float("inf"))

    def admit(self, source: str) -> bool:
        with self._lock:
            now = self._clock()
            level = self._levels.setdefault(source, _Level(0.0, now))
            drained = (now - level.seen_at) * self._leak_per_second
            level.fill, level.seen_at = max(0.0, level.fill - drained), now
            if level.fill + 1 > self._ceiling:
                return False
            level.fill += 1
            return True
