"""The shared call budget of accounts, in memory."""

from collections.abc import Sequence

from engine.ports.call_limits import Admission, CallBudget
from integrations.memory.store import MemoryStore


class MemoryCallLimits:
    """A bucket per account; lasts as long as the store."""

    def __init__(self, store: MemoryStore, budget: CallBudget) -> None:
        self._store = store
        self._budget = budget

    def admit(self, *, account: str, methods: Sequence[str], patience_seconds: float) -> Admission:
        with self._store.changed:
            now = self._store.now()
            stopped = self._refused_seconds(account, "")
            if stopped > 0:
                return Admission("stopped", stopped)
            parked = max(self._refused_seconds(account, method) for method in methods)
            if parked > 0:
                return Admission("parked", parked)
            level = self._level(account) + 1
            wait = max(0.0, (level - self._budget.ceiling) / self._budget.per_second)
            if wait > patience_seconds:
                return Admission("full", wait)
            self._store.call_buckets[account] = (level, now)
            return Admission("admitted", wait)

    def exhausted(self, *, account: str) -> None:
        with self._store.changed:
            level = max(self._level(account), self._budget.ceiling)
            self._store.call_buckets[account] = (level, self._store.now())

    def park(self, *, account: str, method: str, seconds: float) -> None:
        with self._store.changed:
            self._store.calls_refused[account, method] = self._store.now() + seconds

    def stop(self, *, account: str, seconds: float) -> None:
        self.park(account=account, method="", seconds=seconds)

    def reopen(self, *, account: str) -> None:
        with self._store.changed:
            self._store.calls_refused.pop((account, ""), None)

    def _refused_seconds(self, account: str, method: str) -> float:
        return self._store.calls_refused.get((account, method), 0.0) - self._store.now()

    def _level(self, account: str) -> float:
        level, at = self._store.call_buckets.get(account, (0.0, 0.0))
        return max(0.0, level - (self._store.now() - at) * self._budget.per_second)
