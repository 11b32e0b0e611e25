"""What has ended, in memory."""

from collections.abc import Mapping, Sequence

from engine.effects import EffectKey, dialog_of
from engine.messages import DialogKey
from engine.ports.archive_queue import Ended, Kind
from integrations.memory.store import MemoryStore


class MemoryArchiveQueue:
    """Reads what the other ports of the store have noted."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def due(self, *, limit: int) -> Sequence[Ended]:
        with self._store.changed:
            now = self._store.now()
            ripe = [(at, end) for end, at in self._store.ended.items() if at <= now]
            return [
                Ended(kind, name, at, self._fields(kind, name))
                for at, (kind, name) in sorted(ripe)[:limit]
            ]

    def kept(self, ended: Sequence[Ended]) -> None:
        with self._store.changed:
            for one in ended:
                if self._store.ended.get((one.kind, one.name)) == one.noted_at:
                    del self._store.ended[one.kind, one.name]

    def _fields(self, kind: Kind, name: str) -> Mapping[str, str]:
        if kind == "deed":
            deed = self._store.deeds[int(name)]
            return {
                "did": deed.did,
                "subject": deed.subject,
                "dialog": deed.dialog,
                "by": deed.by,
            }
        if kind == "session":
            record = self._store.dialog(DialogKey(name))
            return {"version": str(record.version), "session": record.session or ""}
        effect = self._store.dialog(DialogKey(dialog_of(EffectKey(name)))).effects[EffectKey(name)]
        return {
            "state": effect.state,
            "attempt": str(effect.attempt),
            "document": effect.document,
            "result": effect.result,
        }
