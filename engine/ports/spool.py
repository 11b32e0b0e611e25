"""Where accepted work waits on this host while the store cannot take it."""

from dataclasses import dataclass, field
from typing import Protocol

from engine.messages import DialogKey


@dataclass(frozen=True)
class SpooledMessage:
    """What the inbox was to be given."""

    dialog: DialogKey
    event_key: str
    document: str = field(repr=False)
    order: int = 0


@dataclass(frozen=True)
class SpooledLead:
    """A changed lead whose dialog only the store could have named."""

    member_id: str
    lead_id: int
    sent_at: int | None
    """Unix seconds by the portal's clock."""


Spooled = SpooledMessage | SpooledLead


class Spool(Protocol):
    """Keeps what was accepted until the store can take it."""

    def keep(self, spooled: Spooled) -> None:
        """Make it durable on this host; raises SpoolUnavailable, and it may be kept all the same.

        What is kept twice is stored once: the store knows the event again.
        """
        ...
