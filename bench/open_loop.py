"""Posts events of different dialogs at a rate that no slow answer lowers.

Run as a process of its own: `python -m bench.open_loop URL FILE SECONDS RATE`. Prints the number of
the first chat, when its event was due, how many were sent and how many were refused, and the p95 of
the answers in seconds; event i is due i / RATE seconds after the first.
"""

from gevent import monkey

monkey.patch_all()  # before anything imports socket

import sys  # noqa: E402 - after the patch
from http import HTTPStatus  # noqa: E402 - after the patch
from http.client import HTTPConnection, HTTPException  # noqa: E402 - after the patch
from pathlib import Path  # noqa: E402 - after the patch
from urllib.parse import urlsplit  # noqa: E402 - after the patch

import gevent  # noqa: E402 - after the patch

from bench.event_bodies import FORM, EventBodies  # noqa: E402 - after the patch
from integrations.clock import SystemClock  # noqa: E402 - after the patch

LONGEST_SECONDS = 60.0
_CLOCK = SystemClock()


class OpenLoop:
    """Sends each event when it is due, over a connection that is free."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._free: list[HTTPConnection] = []
        self.waited: list[float] = []
        self.refused = 0

    def send(self, body: bytes, due: float) -> None:
        """Send one event and note how long after it was due its answer came."""
        connection = self._free.pop() if self._free else self._opened()
        try:
            connection.request("POST", self._url.path, body, FORM)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            self.refused += 1
            return
        self._free.append(connection)
        self.refused += answer.status != HTTPStatus.OK
        self.waited.append(_CLOCK.monotonic() - due)

    def _opened(self) -> HTTPConnection:
        return HTTPConnection(self._url.hostname or "", self._url.port, timeout=LONGEST_SECONDS)


def main(url: str, file: str, seconds: str, rate: str) -> int:
    """Send for so long and print what came of it."""
    loop, bodies = OpenLoop(url), EventBodies(Path(file).read_text(encoding="utf-8"))
    count = round(float(seconds) * float(rate))
    start, first = _CLOCK.monotonic() + 0.1, bodies.first
    sent = []
    for turn in range(count):
        due = start + turn / float(rate)
        gevent.sleep(max(0.0, due - _CLOCK.monotonic()))
        sent.append(gevent.spawn(loop.send, bodies.next(), due))
    gevent.joinall(sent, raise_error=True)
    waited = sorted(loop.waited) or [0.0]
    print(first, start, count, loop.refused, waited[int(len(waited) * 0.95)])
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
