"""What waits for a person, in memory."""

from collections.abc import Iterator, Sequence

from engine.effects import EffectKey, EffectState, dialog_of
from engine.messages import DialogKey
from engine.ports.dialogs import Envelope
from engine.ports.operator_queue import (
    DeadLetter,
    DeadLetterId,
    Deed,
    JournalledEffect,
    Settlement,
    Settling,
)
from integrations.memory import store as kept
from integrations.memory.store import DialogRecord, EffectRecord, MemoryStore


class MemoryOperatorQueue:
    """Names messages by when they were put aside and by their place in the dialog."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def dead_letters(self, *, limit: int) -> Sequence[DeadLetter]:
        with self._store.changed:
            return [_told(letter) for letter in self._store.dead[:limit]]

    def dead_letter(self, letter: DeadLetterId) -> DeadLetter | None:
        return next((one for one in self.dead_letters(limit=2**62) if one.id == letter), None)

    def retry(self, letter: DeadLetter, *, by: str) -> bool:
        store = self._store
        with store.changed:
            record = store.dialog(letter.dialog)
            if record.taken_back == letter.id:
                return True
            if not self._take(letter):
                return False
            record.taken_back = letter.id
            record.sequence += 1
            record.mailbox.append(Envelope(record.sequence, letter.document))
            self._schedule(letter.dialog)
            self._note_for_the_archive("retried", letter, by)
            return True

    def drop(self, letter: DeadLetter, *, by: str) -> bool:
        with self._store.changed:
            taken = self._take(letter)
            if taken:
                self._note_for_the_archive("dropped", letter, by)
            return taken

    def waiting_effects(self) -> Sequence[JournalledEffect]:
        with self._store.changed:
            waiting = [
                _shown(key, dialog, effect)
                for dialog, record in self._store.dialogs.items()
                for key, effect in record.effects.items()
                if effect.state is EffectState.MANUAL
            ]
            return sorted(waiting, key=lambda effect: effect.waits_since or 0.0)

    def effects(self) -> Iterator[JournalledEffect]:
        with self._store.changed:
            known = [
                _shown(key, dialog, effect)
                for dialog, record in self._store.dialogs.items()
                for key, effect in record.effects.items()
            ]
        yield from known

    def deeds(self, *, limit: int) -> Sequence[Deed]:
        with self._store.changed:
            return self._store.deeds[::-1][:limit]

    def effect(self, key: EffectKey) -> JournalledEffect | None:
        with self._store.changed:
            for dialog, record in self._store.dialogs.items():
                if key in record.effects:
                    return _shown(key, dialog, record.effects[key])
            return None

    def settle(self, key: EffectKey, settlement: Settlement) -> Settling:
        store, dialog = self._store, DialogKey(dialog_of(key))
        with store.changed:
            record = store.dialog(dialog)
            effect = record.effects.get(key)
            if effect is None:
                return Settling.NOT_WAITING
            said = (settlement.state, settlement.result, settlement.settled_by)
            if (effect.state, effect.result, effect.settled_by) == said:
                return Settling.SETTLED
            if effect.state is not EffectState.MANUAL:
                return Settling.NOT_WAITING
            if settlement.not_beside is not None and _is_open(record, settlement.not_beside):
                return Settling.BUSY
            effect.state, effect.result, effect.settled_by = said
            self._note(f"settled {settlement.state}", key, dialog, settlement.settled_by)
            self._let_go_on(dialog, key, settlement)
            return Settling.SETTLED

    def _let_go_on(self, dialog: DialogKey, key: EffectKey, settlement: Settlement) -> None:
        record = self._store.dialog(dialog)
        if settlement.state is EffectState.RETRY:
            effect = record.effects[key]
            effect.started_at = effect.first_started_at = effect.start_nonce = None
            record.outbox.append(key)
        else:
            self._store.ended["effect", key] = self._store.now()
        if settlement.mail is not None:
            record.sequence += 1
            held = record.lock is not None and record.lock.until > self._store.now()
            place = 1 if held and record.mailbox else 0
            record.mailbox.insert(place, Envelope(record.sequence, settlement.mail))
        if settlement.state is EffectState.RETRY or settlement.mail is not None:
            self._schedule(dialog)

    def _schedule(self, dialog: DialogKey) -> None:
        if self._store.dialog(dialog).token is None and dialog not in self._store.due:
            self._store.schedule(dialog)

    def _note_for_the_archive(self, did: str, letter: DeadLetter, by: str) -> None:
        self._note(did, letter.id, letter.dialog, by)
        self._store.ended["deed", str(len(self._store.deeds) - 1)] = self._store.now()

    def _note(self, did: str, subject: str, dialog: DialogKey, by: str) -> None:
        self._store.deeds.append(Deed(did, subject, dialog, by, self._store.now()))

    def _take(self, letter: DeadLetter) -> bool:
        left = [one for one in self._store.dead if _told(one) != letter]
        found = len(left) < len(self._store.dead)
        self._store.dead[:] = left
        return found


def _told(letter: kept.DeadLetter) -> DeadLetter:
    return DeadLetter(
        id=DeadLetterId(f"{letter.dialog}-{letter.envelope.sequence}"),
        dialog=letter.dialog,
        document=letter.envelope.document,
        reason=letter.reason,
        failures=letter.failures,
        put_aside_at=letter.at,
    )


def _shown(key: EffectKey, dialog: DialogKey, effect: EffectRecord) -> JournalledEffect:
    return JournalledEffect(
        key=key,
        dialog=dialog,
        state=effect.state,
        attempt=effect.attempt,
        document=effect.document,
        result=effect.result,
        started_at=effect.started_at,
        waits_since=effect.manual_at if effect.state is EffectState.MANUAL else None,
        settled_by=effect.settled_by,
    )


def _is_open(record: DialogRecord, beginning: str) -> bool:
    return any(record.effects[key].document.startswith(beginning) for key in record.outbox)
