"""The way in: accepted messages are durable before anybody is told so."""

from enum import StrEnum
from typing import Literal, NamedTuple, Protocol

from engine.messages import DialogKey

MAILBOX_LIMIT = 200
"""Messages that may wait in one dialog; more is abuse, not a conversation."""


class Enqueued(StrEnum):
    """What became of a message offered to the inbox."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    FULL = "full"
    SPOOLED = "spooled"
    """Durable on this host, stored as soon as the store can take it."""


class Accepted(StrEnum):
    """What became of an event that was let in."""

    QUEUED = "queued"
    DUPLICATE = "duplicate"
    SPOOLED = "spooled"
    """Kept on this host until the store can take it."""
    IGNORED = "ignored"
    """Understood, and of a kind that needs no work."""
    APPLIED = "applied"
    """Done at once: a portal has installed or removed the application."""


class Received(NamedTuple):
    """An event that was let in: what it is about and what became of it."""

    about: Literal["message", "lead", "install", "other"]
    accepted: Accepted


class Inbox(Protocol):
    """Appends messages to their dialog's mailbox, each event once."""

    def enqueue(
        self, *, dialog: DialogKey, event_key: str, document: str, order: int = 0
    ) -> Enqueued:
        """Store the message document durably, or say why not.

        It goes before what waits there with a higher order, except a head that is in hand or has
        failed; an order of 0 says nothing, and the message goes to the end.
        An event key is known in its own dialog for seven days after it was last offered; that of
        a refused message is not. A message with an empty key says no more than that something
        is to be looked at: one like it that waits will do, unless it may be in hand or has failed.
        Raises StoreUnavailable when the store does not answer.
        """
        ...

    def backlog(self) -> int:
        """Return how many dialogs wait for a worker or are being worked on."""
        ...
