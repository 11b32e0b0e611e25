"""The way in, in memory."""

from engine.messages import DialogKey
from engine.ports.dialogs import Envelope
from engine.ports.inbox import MAILBOX_LIMIT, Enqueued
from integrations.memory.store import MemoryStore

SEEN_SECONDS = 7 * 24 * 3600


class MemoryInbox:
    """Appends messages to mailboxes that live as long as the store."""

    def __init__(self, store: MemoryStore, *, mailbox_limit: int = MAILBOX_LIMIT) -> None:
        self._store = store
        self._mailbox_limit = mailbox_limit

    def enqueue(self, *, dialog: DialogKey, event_key: str, document: str) -> Enqueued:
        store = self._store
        with store.changed:
            if store.seen.get((dialog, event_key), float("-inf")) > store.now():
                return Enqueued.DUPLICATE
            record = store.dialog(dialog)
            if len(record.mailbox) >= self._mailbox_limit:
                return Enqueued.FULL
            store.seen[dialog, event_key] = store.now() + SEEN_SECONDS
            record.sequence += 1
            record.mailbox.append(Envelope(record.sequence, document))
            if record.token is None and dialog not in store.due:
                store.schedule(dialog)
            return Enqueued.ACCEPTED

    def backlog(self) -> int:
        with self._store.changed:
            return len(self._store.tokens)
