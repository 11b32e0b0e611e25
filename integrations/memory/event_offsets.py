"""How far fetched events are kept, in memory."""

from integrations.memory.store import MemoryStore


class MemoryEventOffsets:
    """Remembers as long as the store lives."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def reached(self, *, member_id: str, bot_id: int) -> int | None:
        with self._store.changed:
            return self._store.event_offsets.get((member_id, bot_id))

    def advance(self, *, member_id: str, bot_id: int, offset: int) -> None:
        with self._store.changed:
            known = self._store.event_offsets.get((member_id, bot_id), 0)
            self._store.event_offsets[member_id, bot_id] = max(known, offset)
