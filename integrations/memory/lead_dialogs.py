"""Which chat belongs to a lead, in memory."""

from engine.ports.lead_dialogs import REMEMBERED_SECONDS, DialogAddress
from integrations.memory.store import MemoryStore


class MemoryLeadDialogs:
    """Remembers as long as the store lives."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def remember(self, *, member_id: str, lead_id: int, address: DialogAddress) -> None:
        with self._store.changed:
            until = self._store.now() + REMEMBERED_SECONDS
            self._store.lead_dialogs[member_id, lead_id] = (address, until)

    def find(self, *, member_id: str, lead_id: int) -> DialogAddress | None:
        with self._store.changed:
            address, until = self._store.lead_dialogs.get((member_id, lead_id), (None, 0.0))
            return address if until > self._store.now() else None
