"""The inbox of a web process: what the store cannot take now waits on this host."""

from dataclasses import dataclass

import structlog

from engine.errors import StoreBroken, StoreUnavailable
from engine.messages import DialogKey
from engine.ports.inbox import Enqueued, Inbox
from engine.ports.spool import SpooledMessage
from integrations.spool.folder import SpoolFolder
from integrations.spool.outage import Outage

log = structlog.get_logger()


@dataclass(frozen=True)
class SpoolingInbox:
    """Implements engine.ports.inbox: refuses a message only when the spool cannot keep it either.

    A dialog of which something waits in the spool goes on waiting there, so that nothing
    overtakes: whoever finds its file gone comes after the last line of it was stored.
    """

    inbox: Inbox
    spool: SpoolFolder
    outage: Outage

    def enqueue(
        self, *, dialog: DialogKey, event_key: str, document: str, order: int = 0
    ) -> Enqueued:
        message = SpooledMessage(dialog, event_key, document, order)
        stored = None if self.spool.holds(dialog) else self._stored(message)
        if stored is not None:
            return stored
        self.spool.keep(message)
        return Enqueued.SPOOLED

    def backlog(self) -> int:
        return self.inbox.backlog()

    def _stored(self, message: SpooledMessage) -> Enqueued | None:
        try:
            stored = self.outage.reach(
                lambda: self.inbox.enqueue(
                    dialog=message.dialog,
                    event_key=message.event_key,
                    document=message.document,
                    order=message.order,
                )
            )
        except StoreUnavailable:
            return None
        except StoreBroken:
            # A person has to mend the store; the message waits for it.
            log.exception("store_broken")
            return None
        return None if stored is Enqueued.FULL else stored
