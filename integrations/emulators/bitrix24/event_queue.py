"""Events of bots in fetch mode: kept until the bot acknowledges them by its offset."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.exchange import Json

_FIRST_EVENT_ID = 1001


@dataclass(frozen=True)
class QueuedEvent:
    """One event waiting to be fetched."""

    event_id: int
    name: str
    at: float
    data: Mapping[str, Json]


@dataclass(frozen=True)
class Fetched:
    """One answer of imbot.v2.Event.get."""

    events: list[QueuedEvent]
    next_offset: int
    has_more: bool

    def as_json(self) -> Mapping[str, Json]:
        return {
            "events": [
                {"eventId": e.event_id, "type": e.name, "date": iso(e.at), "data": e.data}
                for e in self.events
            ],
            "nextOffset": self.next_offset,
            "hasMore": self.has_more,
        }


class EventQueue:
    """One queue per bot; an offset acknowledges everything below it for good."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last_id = _FIRST_EVENT_ID - 1
        self._waiting: dict[int, list[QueuedEvent]] = {}
        self._lock = Lock()

    def put(self, bot_id: int, name: str, data: Mapping[str, Json]) -> int:
        with self._lock:
            self._last_id += 1
            event = QueuedEvent(self._last_id, name, self._clock(), data)
            self._waiting.setdefault(bot_id, []).append(event)
            return event.event_id

    def fetch(self, bot_id: int, *, offset: int | None, limit: int) -> Fetched:
        with self._lock:
            kept = [e for e in self._waiting.get(bot_id, []) if e.event_id >= (offset or 0)]
            self._waiting[bot_id] = kept
            page = kept[:limit]
            following = page[-1].event_id + 1 if page else (offset or self._last_id + 1)
            return Fetched(page, following, len(kept) > limit)

    def waiting(self, bot_id: int) -> int:
        """How many events the bot has not acknowledged."""
        with self._lock:
            return len(self._waiting.get(bot_id, []))
