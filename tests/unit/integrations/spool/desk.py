"""A spool in a folder of the test, and an inbox in memory that may be away."""

from collections.abc import Callable, Sequence
from pathlib import Path

from engine.errors import CortexError, StoreUnavailable
from engine.messages import DialogKey, dialog_key
from engine.ports.inbox import Enqueued
from engine.ports.spool import SpooledLead, SpooledMessage
from integrations.memory.inbox import MemoryInbox
from integrations.memory.store import MemoryStore
from integrations.spool.caretaker import Caretaker
from integrations.spool.folder import SpoolFolder
from integrations.spool.leadership import Leadership
from integrations.spool.outage import Outage
from integrations.spool.replay import ReplaySpool
from integrations.spool.spooling_inbox import SpoolingInbox
from tests.unit.api.edge import CountedMetrics

HOUR = 3600.0
FIRST = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat1")
THIRD = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat3")
SECOND = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat2")


class Clock:
    seconds = 1_700_000_000.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


class PassingInbox(MemoryInbox):
    """Raises what it is told to instead of storing, and counts how often it is asked."""

    def __init__(self, store: MemoryStore) -> None:
        super().__init__(store, mailbox_limit=3)
        self.raises: CortexError | None = None
        self.broken_for: DialogKey | None = None
        self.asked = 0
        self.answers: int | None = None
        """So many more messages are stored before the store is away."""
        self.eager = False
        """A worker takes up each message before the next is stored."""
        self.taken: list[str] = []

    def enqueue(
        self, *, dialog: DialogKey, event_key: str, document: str, order: int = 0
    ) -> Enqueued:
        self.asked += 1
        if self.raises is not None and self.broken_for in {None, dialog}:
            raise self.raises
        if self.answers == 0:
            raise StoreUnavailable("away")
        self.answers = None if self.answers is None else self.answers - 1
        said = super().enqueue(dialog=dialog, event_key=event_key, document=document, order=order)
        if self.eager:
            self.taken += self.emptied(dialog)
        return said

    def emptied(self, dialog: DialogKey) -> Sequence[str]:
        """Do what a worker does: empty the mailbox."""
        mailbox = self._store.dialog(dialog).mailbox
        documents = [envelope.document for envelope in mailbox]
        mailbox.clear()
        return documents


class Desk:
    """What one web process has, several of which may share a folder."""

    def __init__(self, folder: Path, *, limit_bytes: int = 1024 * 1024) -> None:
        self.clock = Clock()
        self.metrics = CountedMetrics()
        self.store = MemoryStore(self.clock)
        self.behind = PassingInbox(self.store)
        self.folder = SpoolFolder(
            folder, limit_bytes=limit_bytes, clock=self.clock, metrics=self.metrics
        )
        self.folder.prepare()
        self.inbox = SpoolingInbox(self.behind, self.folder, Outage(self.clock))
        self.leads: list[SpooledLead] = []
        self.lead_changed: Callable[[SpooledLead], object] = self.leads.append
        self.replay = self.a_caretaker()

    def a_caretaker(self) -> Caretaker:
        """Return what another web process of the same host would have."""
        leadership = Leadership(self.folder.directory / "leader.lock")
        return Caretaker(leadership, [self.a_replay()])

    def a_replay(self) -> ReplaySpool:
        """Return what the leading process has; its progress dies with it."""
        return ReplaySpool(
            self.folder,
            inbox=self.behind,
            lead_changed=self._accept_lead,
            clock=self.clock,
            metrics=self.metrics,
            most_seconds=24 * HOUR,
        )

    def _accept_lead(self, lead: SpooledLead) -> None:
        self.lead_changed(lead)

    def go_away(self, error: CortexError | None = None) -> None:
        self.behind.raises = error or StoreUnavailable("away")

    def come_back(self) -> None:
        self.behind.raises = self.behind.answers = None
        self.clock.seconds += 5

    def says(self, text: str, dialog: DialogKey = FIRST, *, order: int = 0) -> Enqueued:
        return self.inbox.enqueue(dialog=dialog, event_key=text, document=text, order=order)

    def heard(self, dialog: DialogKey = FIRST) -> Sequence[str]:
        return [envelope.document for envelope in self.store.dialog(dialog).mailbox]

    def take_all(self, dialog: DialogKey = FIRST) -> None:
        self.behind.emptied(dialog)

    def results(self) -> Sequence[str]:
        return [told["result"] for name, told in self.metrics.counted if name == "spool_lines"]


def a_message(text: str, dialog: DialogKey = FIRST) -> SpooledMessage:
    return SpooledMessage(dialog, text, text)
