"""Sealed texts of portals, in memory."""

from collections.abc import Mapping

from integrations.memory.store import MemoryStore


class MemoryPortalRecords:
    """Lasts as long as the store."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def read(self, member_id: str) -> str | None:
        with self._store.changed:
            return self._store.portals.get(member_id)

    def all(self) -> Mapping[str, str]:
        with self._store.changed:
            return dict(self._store.portals)

    def write(self, member_id: str, *, old: str | None, new: str | None) -> bool:
        with self._store.changed:
            current = self._store.portals.get(member_id)
            if current not in {old, new}:
                return False
            if new is None:
                self._store.portals.pop(member_id, None)
            else:
                self._store.portals[member_id] = new
            return True
