"""Leave to send is asked for on a connection that stands: connecting may take long."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from api.cli.waiting import wait_for
from engine.errors import CallNotRun
from engine.leave_to_send import sending_while
from integrations.bitrix24.auth_server import AuthServer
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.http import Exchange, HttpPool
from integrations.secret import Secret

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
_SECONDS = 10.0
_ASKED = "02"
"""How the kernel calls a connection that is asked for."""


@dataclass
class SlowToAccept:
    """A server whose queue is full: who connects waits until it lets the others go."""

    port: int
    opens: Event = field(default_factory=Event)
    received: bytes = b""
    """The first byte would tell that something was sent."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def opens_to_who_waits(self) -> None:
        """Let everybody in once somebody's connection is on its way."""
        wait_for(lambda: _is_connecting_to(self.port), what="somebody connects", seconds=_SECONDS)
        self.opens.set()

    def serve(self, listening: socket.socket, others: list[socket.socket]) -> None:
        if not self.opens.wait(_SECONDS):
            return
        for other in others:
            listening.accept()[0].close()
            other.close()
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        with closing(connection):
            connection.settimeout(_SECONDS)
            while came := connection.recv(65536):
                self.received += came
                # What is asked for ends so, or else its body follows.
                if came.endswith(b"}") or came.startswith(b"GET"):
                    connection.sendall(_ANSWER)


@contextmanager
def a_server(*, is_full: bool = False) -> Iterator[SlowToAccept]:
    """Start the server; a full one accepts nobody until `opens` is set."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listening:
        address = listening.getsockname()
        server = SlowToAccept(address[1])
        # One connection fills such a queue; what comes then is not even answered.
        others = [socket.create_connection(address)] if is_full else []
        if not is_full:
            server.opens.set()
        thread = Thread(target=server.serve, args=(listening, others))
        thread.start()
        yield server
        server.opens.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(_SECONDS)


def posted(server: SlowToAccept, lasts: Callable[[], bool], *, times: int = 1) -> None:
    http = HttpPool(system="portal", total_seconds=_SECONDS, allow_local=True)
    with closing(http), sending_while(lasts):
        for _ in range(times):
            http.send(Exchange("imbot.message.add", Secret(server.url), document={"text": "Да"}))


def test_who_loses_the_dialog_while_a_server_is_slow_to_accept_sends_nothing() -> None:
    with a_server(is_full=True) as server:
        opening = Thread(target=server.opens_to_who_waits)
        opening.start()

        with pytest.raises(CallNotRun) as refused:
            # The lease ends while the connection is being made.
            posted(server, lambda: not server.opens.is_set())
        opening.join()

    assert refused.value.remote_code == "LEASE_ENDED"
    assert server.received == b""


def test_who_still_has_the_dialog_when_the_connection_stands_sends_once() -> None:
    with a_server() as server:
        posted(server, lambda: True)

    assert server.received.count(b"POST / ") == 1


def test_a_connection_kept_open_is_asked_for_as_well() -> None:
    leave = iter([True, False])
    with a_server() as server, pytest.raises(CallNotRun):
        posted(server, lambda: next(leave), times=2)

    assert server.received.count(b"POST / ") == 1


def test_tokens_are_renewed_for_everybody_whoever_has_the_dialog() -> None:
    with a_server() as server:
        grant = OAuthGrant("app", Secret("s"), Secret("a"), Secret("r"), auth_url=server.url)
        http = HttpPool(system="bitrix24", total_seconds=_SECONDS, allow_local=True)

        with closing(http), sending_while(lambda: False), pytest.raises(CallNotRun) as refused:
            AuthServer(http).renew(grant)

    assert server.received.startswith(b"GET /?grant_type=refresh_token")
    assert refused.value.remote_code == "AUTH_UNAVAILABLE"


def _is_connecting_to(port: int) -> bool:
    """Say whether a socket has asked for a connection that is not answered yet."""
    rows = map(str.split, Path("/proc/net/tcp").read_text(encoding="ascii").splitlines())
    return any(row[2].endswith(f":{port:04X}") and row[3] == _ASKED for row in rows)
