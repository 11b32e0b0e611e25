"""Times as a portal in Moscow writes them."""

from datetime import datetime, timedelta, timezone

_MOSCOW = timezone(timedelta(hours=3))


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), tz=_MOSCOW).isoformat()
