"""The way in, in memory."""

from dataclasses import replace

from engine.messages import DialogKey
from engine.ports.dialogs import Envelope
from engine.ports.inbox import MAILBOX_LIMIT, Enqueued
from integrations.memory.store import DialogRecord, MemoryStore

SEEN_SECONDS = 7 * 24 * 3600


class MemoryInbox:
    """Appends messages to mailboxes that live as long as the store."""

    def __init__(self, store: MemoryStore, *, mailbox_limit: int = MAILBOX_LIMIT) -> None:
        self._store = store
        self._mailbox_limit = mailbox_limit

    def enqueue(
        self, *, dialog: DialogKey, event_key: str, document: str, order: int = 0
    ) -> Enqueued:
        store = self._store
        with store.changed:
            record = store.dialog(dialog)
            known = (
                store.seen.get((dialog, event_key), float("-inf")) > store.now()
                if event_key
                else self._waits_already(record, document)
            )
            if not known and len(record.mailbox) >= self._mailbox_limit:
                return Enqueued.FULL
            if event_key:
                store.seen[dialog, event_key] = store.now() + SEEN_SECONDS
            if known:
                return Enqueued.DUPLICATE
            self._insert(record, document, order)
            if record.token is None and dialog not in store.due:
                store.schedule(dialog)
            return Enqueued.ACCEPTED

    def _insert(self, record: DialogRecord, document: str, order: int) -> None:
        """Put a message before the first that was written later; both get new numbers."""
        place = self._place(record, order)
        moved = record.mailbox[place:]
        del record.mailbox[place:]
        for envelope in (Envelope(0, document, order), *moved):
            record.sequence += 1
            record.mailbox.append(replace(envelope, sequence=record.sequence))

    def _waits_already(self, record: DialogRecord, document: str) -> bool:
        """The head of a dialog in hand may have been looked into before."""
        head = record.mailbox[0].sequence if record.mailbox and self._is_in_hand(record) else 0
        taken_up = {head, *self._taken_up(record)}
        return any(
            waiting.document == document and waiting.sequence not in taken_up
            for waiting in record.mailbox
        )

    def _is_in_hand(self, record: DialogRecord) -> bool:
        return record.lock is not None and record.lock.until > self._store.now()

    def _taken_up(self, record: DialogRecord) -> set[int]:
        return {record.failed[0], record.claimed if self._is_in_hand(record) else 0}

    def _place(self, record: DialogRecord, order: int) -> int:
        taken_up = self._taken_up(record)
        found = len(record.mailbox)
        for place in reversed(range(found if order else 0)):
            waiting = record.mailbox[place]
            if waiting.order > order and waiting.sequence not in taken_up:
                found = place
            elif 0 < waiting.order <= order:
                break
        return found

    def backlog(self) -> int:
        with self._store.changed:
            return len(self._store.tokens)
