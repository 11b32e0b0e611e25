"""The effect journal in memory."""

from engine.effects import EffectKey, EffectState
from engine.ports.dialogs import Claim, Envelope
from engine.ports.effects_journal import JournalEntry, Refused, Started
from integrations.memory.store import DialogRecord, MemoryStore


class MemoryEffectsJournal:
    """Keeps every effect as long as the store lives."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def start(self, claim: Claim, key: EffectKey, *, nonce: str) -> Started | Refused:
        store = self._store
        with store.changed:
            if not store.holds(claim):
                return Refused.LOST
            effect = store.dialog(claim.dialog).effects.get(key)
            if effect is None:
                return Refused.NOT_STARTABLE
            if (effect.state, effect.start_nonce) == (EffectState.STARTED, nonce):
                return Started(effect.attempt)
            if effect.state not in {EffectState.PLANNED, EffectState.RETRY}:
                return Refused.NOT_STARTABLE
            effect.state, effect.start_nonce = EffectState.STARTED, nonce
            effect.started_at = store.now()
            if effect.first_started_at is None:
                effect.first_started_at = effect.started_at
            if effect.marker and effect.marked_at is None:
                effect.marked_at = effect.started_at
            effect.attempt += 1
            return Started(effect.attempt)

    def mark(self, claim: Claim, key: EffectKey, *, attempt: int, marker: str) -> bool:
        with self._store.changed:
            effect = self._store.dialog(claim.dialog).effects.get(key)
            if effect is None or not self._store.holds(claim):
                return False
            if (effect.state, effect.attempt) != (EffectState.STARTED, attempt):
                return False
            effect.marker, effect.marked_at = marker, self._store.now()
            return True

    def finish(
        self,
        claim: Claim,
        key: EffectKey,
        *,
        attempt: int,
        state: EffectState,
        result: str,
        mail: str | None = None,
    ) -> bool:
        with self._store.changed:
            effect = self._store.dialog(claim.dialog).effects.get(key)
            if effect is None or effect.attempt != attempt:
                return False
            if effect.state.terminal:
                return (effect.state, effect.result) == (state, result)
            effect.state, effect.result = state, result
            if state is EffectState.MANUAL:
                effect.manual_at = self._store.now()
            if state.terminal:
                self._store.ended["effect", key] = self._store.now()
                self._close(self._store.dialog(claim.dialog), key, mail)
            return True

    def _close(self, record: DialogRecord, key: EffectKey, mail: str | None) -> None:
        record.outbox.remove(key)
        if mail is not None:
            # No limit here: what came of our own act is never turned away.
            record.sequence += 1
            record.mailbox.insert(0, Envelope(record.sequence, mail))

    def entry(self, claim: Claim, key: EffectKey) -> JournalEntry | None:
        with self._store.changed:
            effect = self._store.dialog(claim.dialog).effects.get(key)
            if effect is None:
                return None
            return JournalEntry(
                key=key,
                state=effect.state,
                attempt=effect.attempt,
                document=effect.document,
                result=effect.result,
                marker=effect.marker,
                marked_seconds_ago=self._age(effect.marked_at),
            )

    def _age(self, at: float | None) -> float | None:
        return None if at is None else self._store.now() - at
