"""Times as a portal in Moscow writes them."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from integrations.emulators.exchange import Json

_MOSCOW = timezone(timedelta(hours=3))


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), tz=_MOSCOW).isoformat()


def timing(started: float, finished: float) -> Mapping[str, Json]:
    """Lay out how long a call took, as every answer and every command of a batch carries it."""
    return {
        "start": started,
        "finish": finished,
        "duration": finished - started,
        "processing": finished - started,
        "date_start": iso(started),
        "date_finish": iso(finished),
        "operating_reset_at": int(finished) + 600,
        "operating": 0,
    }
