"""A portal and a shop that are far away and never busy: fixed answers, each after its time.

Run as a process of its own: `python -m bench.far_side PORT SECONDS`. The emulators know more, and
would be all that is measured at hundreds of calls a second. `PUT /operation` teaches an answer;
`GET /replies` tells when, by the clock of the machine that never jumps, which chat was replied to.
"""

from gevent import monkey

monkey.patch_all()  # before anything imports socket

import sys  # noqa: E402 - after the patch
from dataclasses import dataclass, field  # noqa: E402 - after the patch
from typing import Any, BinaryIO  # noqa: E402 - after the patch
from urllib.parse import urlsplit  # noqa: E402 - after the patch

import gevent  # noqa: E402 - after the patch
import orjson  # noqa: E402 - after the patch
from gevent.server import StreamServer  # noqa: E402 - after the patch

from integrations.clock import SystemClock  # noqa: E402 - after the patch

REPLY = "imbot.message.add"
REPLIES = "replies"
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
_CLOCK = SystemClock()


@dataclass(frozen=True)
class Request:
    """One request: what is asked, and with which body."""

    method: str
    operation: str
    body: bytes


@dataclass
class FarSide:
    """Answers what it was taught to, and remembers when it was asked to reply."""

    seconds: float
    answers: dict[str, bytes] = field(default_factory=dict)
    replied_at: dict[str, float] = field(default_factory=dict)

    def serve(self, connection: Any, _address: object) -> None:
        """Answer one request after the other over a connection."""
        with connection, connection.makefile("rb") as reader:
            while (request := read_request(reader)) is not None:
                answer = self._answer(request)
                connection.sendall(_ANSWER % (len(answer), answer))

    def _answer(self, request: Request) -> bytes:
        operation = request.operation
        if request.method == "PUT":
            self.answers[operation] = request.body
            return b"{}"
        if operation == REPLIES:
            return orjson.dumps(self.replied_at)
        if operation == REPLY:
            # The first word counts: what comes again would be later still.
            self.replied_at.setdefault(orjson.loads(request.body)["DIALOG_ID"], _CLOCK.monotonic())
        gevent.sleep(self.seconds)
        return self.answers[operation]


def read_request(reader: BinaryIO) -> Request | None:
    """Read a request as our own clients write it, None when the connection has ended."""
    line = reader.readline().split()
    if not line:
        return None
    length = 0
    while (header := reader.readline().strip()) != b"":
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    path = urlsplit(line[1].decode()).path
    return Request(line[0].decode(), path.rpartition("/")[2], reader.read(length))


def main(port: str, seconds: str) -> int:
    """Serve until the process is told to end."""
    StreamServer(("127.0.0.1", int(port)), FarSide(float(seconds)).serve).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
