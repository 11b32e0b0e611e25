"""Rights that one process at a time has, in memory."""

from integrations.memory.store import MemoryStore


class MemoryLeases:
    """Lasts as long as the store."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def take(self, name: str, *, owner: str, seconds: float) -> bool:
        with self._store.changed:
            holder, until = self._store.leases.get(name, (owner, 0.0))
            if holder != owner and until > self._store.now():
                return False
            if until <= self._store.now():
                self._store.leases[name] = (owner, self._store.now() + seconds)
            return True

    def give_back(self, name: str, *, owner: str) -> None:
        with self._store.changed:
            if self._store.leases.get(name, ("", 0.0))[0] == owner:
                del self._store.leases[name]
