"""People who ask for parts and wait for no answer, and what they were told of each message."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from api.cli.portal_control import OpenedChat
from tests.faults.mouth import TAKEN

PARTS = (
    *("06A906032N", "06A115561B", "5QM411105R", "06H905110G", "06L105243AP", "4N0907998"),
    *("1K0615301AA", "A2710940204", "A2058350147", "A221421201207", "281131R100"),
)
"""Numbers of the emulated shop; the reply to each names it, which tells what it answers."""


@dataclass(frozen=True)
class Asked:
    """One message: what it asks for, and what the service said to each of its events."""

    message_id: int
    part: str
    statuses: tuple[int | None, ...]
    at: float = 0.0
    """When its events were answered, by the clock of traces."""

    @property
    def accepted(self) -> bool:
        return TAKEN in self.statuses


@dataclass
class Asker:
    """Asks for one part after the other without waiting for answers."""

    chat: OpenedChat
    parts: Sequence[str]
    asked: list[Asked] = field(default_factory=list)
