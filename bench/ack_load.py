"""Posts an event again and again, each time for another dialog: as fast as answered, or at a rate.

Run as a process of its own: `python -m bench.ack_load URL FILE SECONDS RATE`; rate 0 is as fast as
answered. Prints how many were answered 200, how many not, and p50 and p99 in seconds.
"""

from gevent import monkey

monkey.patch_all()  # before anything imports socket

import sys  # noqa: E402 - after the patch
from collections.abc import Callable  # noqa: E402 - after the patch
from http import HTTPStatus  # noqa: E402 - after the patch
from http.client import HTTPConnection  # noqa: E402 - after the patch
from itertools import count  # noqa: E402 - after the patch
from pathlib import Path  # noqa: E402 - after the patch
from urllib.parse import urlsplit  # noqa: E402 - after the patch

import gevent  # noqa: E402 - after the patch

from bench.event_bodies import FORM, EventBodies  # noqa: E402 - after the patch
from integrations.clock import SystemClock  # noqa: E402 - after the patch

CONNECTIONS = 32
_CLOCK = SystemClock()


class Load:
    """What is sent, and how long the answers took."""

    def __init__(self, url: str, body: str) -> None:
        self._url = urlsplit(url)
        self._bodies = EventBodies(body)
        self.waited: list[float] = []
        self.refused = 0

    def send(self, until: float, due: Callable[[], float]) -> None:
        """Send one event after the other over one connection, each when it is due."""
        connection = HTTPConnection(self._url.hostname or "", self._url.port)
        while (moment := due()) < until:
            gevent.sleep(max(0.0, moment - _CLOCK.monotonic()))
            connection.request("POST", self._url.path, self._bodies.next(), FORM)
            answer = connection.getresponse()
            answer.read()
            if answer.status == HTTPStatus.OK:
                self.waited.append(_CLOCK.monotonic() - moment)
            else:
                self.refused += 1
        connection.close()


def main(url: str, file: str, seconds: str, rate: str) -> int:
    """Send for so long and print what came of it."""
    load = Load(url, Path(file).read_text(encoding="utf-8"))
    start = _CLOCK.monotonic()
    until, turns = start + float(seconds), count()

    def due() -> float:
        return start + next(turns) / float(rate) if float(rate) else _CLOCK.monotonic()

    gevent.joinall(
        [gevent.spawn(load.send, until, due) for _ in range(CONNECTIONS)], raise_error=True
    )
    waited = sorted(load.waited) or [0.0]
    p50, p99 = waited[len(waited) // 2], waited[int(len(waited) * 0.99)]
    print(len(load.waited), load.refused, p50, p99)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
