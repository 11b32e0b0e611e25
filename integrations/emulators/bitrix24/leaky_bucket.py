"""The request budget of a portal: every call adds one, time drains it."""

from collections.abc import Callable
from threading import Lock


class LeakyBucket:
    """Refuses calls above the ceiling; switched off until a test asks for it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self.switch_off()

    def switch_on(self, *, leak_per_second: float, ceiling: float) -> None:
        with self._lock:
            self._leak_per_second, self._ceiling = leak_per_second, ceiling
            self._level, self._seen_at = 0.0, self._clock()

    def switch_off(self) -> None:
        self.switch_on(leak_per_second=0.0, ceiling=float("inf"))

    def admit(self) -> bool:
        with self._lock:
            now = self._clock()
            drained = (now - self._seen_at) * self._leak_per_second
            self._level, self._seen_at = max(0.0, self._level - drained), now
            if self._level + 1 > self._ceiling:
                return False
            self._level += 1
            return True
