"""What waits for a person, in memory."""

from collections.abc import Sequence

from engine.ports.dialogs import Envelope
from engine.ports.operator_queue import DeadLetter, DeadLetterId
from integrations.memory import store as kept
from integrations.memory.store import MemoryStore


class MemoryOperatorQueue:
    """Names messages by when they were put aside and by their place in the dialog."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def dead_letters(self, *, limit: int) -> Sequence[DeadLetter]:
        with self._store.changed:
            return [_told(letter) for letter in self._store.dead[:limit]]

    def dead_letter(self, letter: DeadLetterId) -> DeadLetter | None:
        return next((one for one in self.dead_letters(limit=2**62) if one.id == letter), None)

    def retry(self, letter: DeadLetter) -> bool:
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
            if record.token is None and letter.dialog not in store.due:
                store.schedule(letter.dialog)
            return True

    def drop(self, letter: DeadLetter) -> bool:
        with self._store.changed:
            return self._take(letter)

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
