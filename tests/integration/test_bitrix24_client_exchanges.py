"""Calls over raw sockets: what was sent, what came back, and how long anybody waits."""

import logging
import re
import socket
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread

import pytest

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal
from integrations.clock import SystemClock
from integrations.http import ANSWER_LIMIT_BYTES, HttpPool
from integrations.secret import Secret

CANARIES = ("canary-code", "canary-client", "canary-token")
SECRET_PARAMS = {"CLIENT_ID": "canary-client"}
OK = b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"result":true}'
TLS_HANDSHAKE = b"\x16"
Answering = Callable[[socket.socket], None]


@dataclass
class RawServer:
    """Reads requests and answers as told, byte by byte if need be."""

    answer: Answering
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    stopping: Event = field(default_factory=Event)

    def start(self) -> str:
        self._listener = socket.create_server(("127.0.0.1", 0))
        Thread(target=self._accept, daemon=True).start()
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def stop(self) -> None:
        self.stopping.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            while received := self._read(connection):
                self.requests.append(received)
                try:
                    self.answer(connection)
                except OSError:
                    return

    def _read(self, connection: socket.socket) -> bytes:
        received = b""
        while not _is_whole(received):
            try:
                part = connection.recv(65_536)
            except OSError:
                part = b""
            if not part:
                return received
            received += part
        return received


def _is_whole(received: bytes) -> bool:
    if received.startswith(TLS_HANDSHAKE):
        return True
    head, end, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    return bool(end) and len(body) >= int(length[1] if length else 0)


@pytest.fixture
def servers() -> Iterator[Callable[[Answering], tuple[RawServer, str]]]:
    started: list[RawServer] = []

    def start(answer: Answering) -> tuple[RawServer, str]:
        started.append(RawServer(answer))
        return started[-1], started[-1].start()

    yield start
    for server in started:
        server.stop()


Servers = Callable[[Answering], tuple[RawServer, str]]


def say(*parts: bytes) -> Answering:
    return lambda connection: connection.sendall(b"".join(parts))


def a_portal(url: str) -> Portal:
    return Portal(
        member_id="m1",
        domain="demo.bitrix24.ru",
        rest_url=Secret(f"{url}/rest/1/canary-code/"),
        bot_id=39,
        client_id=Secret("canary-client"),
        application_token=Secret("canary-token"),
        allow_local=True,
    )


def a_client(*, total_seconds: float = 5.0, allow_local: bool = True) -> Bitrix24Client:
    http = HttpPool(system="bitrix24", total_seconds=total_seconds, allow_local=allow_local)
    return Bitrix24Client(http, SystemClock())


def failure_of(client: Bitrix24Client, url: str) -> CallFailed:
    """Return the failure of a call, after looking for secrets wherever a log might."""
    with pytest.raises(CallFailed) as caught:
        client.call(a_portal(url), "profile", SECRET_PARAMS)
    error = caught.value
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert not [canary for canary in CANARIES if canary in shown]
    assert error.__context__ is None
    return error


def test_calls_one_after_another_share_one_connection(servers: Servers) -> None:
    server, url = servers(say(OK))
    client = a_client()

    results = [client.call(a_portal(url), "profile", {}) for _ in range(5)]

    assert results == [True] * 5
    assert (len(server.requests), server.connections) == (5, 1)


def test_a_call_is_a_json_post_to_the_method_without_cookies_or_proxies(servers: Servers) -> None:
    with_cookie = OK.replace(b"\r\n\r\n", b"\r\nSet-Cookie: sid=canary; Path=/\r\n\r\n")
    server, url = servers(say(with_cookie))
    client = a_client()

    client.call(a_portal(url), "profile", {"a": "я"})
    client.call(a_portal(url), "profile", {"a": "я"})

    last = server.requests[-1]
    assert last.startswith(b"POST /rest/1/canary-code/profile HTTP/1.1\r\n")
    assert last.endswith('\r\n\r\n{"a":"я"}'.encode())
    assert b"Content-Type: application/json" in last
    assert b"Cookie" not in last


def test_a_refused_connection_is_a_call_not_run() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = f"http://127.0.0.1:{listener.getsockname()[1]}"

    assert isinstance(failure_of(a_client(), free), CallNotRun)


def test_a_name_that_does_not_resolve_is_a_call_not_run() -> None:
    assert isinstance(failure_of(a_client(), "http://portal.invalid"), CallNotRun)


@pytest.mark.parametrize(
    "answer",
    [
        lambda _connection: None,
        lambda connection: connection.shutdown(socket.SHUT_RDWR),
        lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    ],
    ids=["silence", "hang-up", "plain http"],
)
def test_a_failed_tls_handshake_is_a_call_not_run(servers: Servers, answer: Answering) -> None:
    server, url = servers(answer)
    client = a_client(total_seconds=0.4)

    failure = failure_of(client, url.replace("http://", "https://"))

    assert isinstance(failure, CallNotRun)
    assert len(server.requests) == 1
    assert b"canary" not in server.requests[0]


def test_a_private_address_gets_no_byte_of_the_call_unless_allowed(servers: Servers) -> None:
    server, url = servers(say(OK))

    failure = failure_of(a_client(allow_local=False), url.replace("http://", "https://"))

    assert isinstance(failure, CallNotRun)
    assert server.requests == []


def test_plain_http_is_not_spoken_unless_allowed(servers: Servers) -> None:
    server, url = servers(say(OK))

    failure = failure_of(a_client(allow_local=False), url)

    assert isinstance(failure, CallNotRun)
    assert server.connections == 0


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"result":true}',
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    ],
    ids=["nothing", "half a head", "half a body", "no http", "no gzip"],
)
def test_a_connection_lost_after_sending_leaves_the_outcome_unknown(
    servers: Servers, answer: bytes
) -> None:
    def cut(connection: socket.socket) -> None:
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_RDWR)

    server, url = servers(cut)

    assert isinstance(failure_of(a_client(), url), OutcomeUnknown)
    assert len(server.requests) == 1


def test_a_silent_server_leaves_the_outcome_unknown(servers: Servers) -> None:
    server, url = servers(lambda _connection: None)

    failure = failure_of(a_client(total_seconds=0.4), url)

    assert isinstance(failure, OutcomeUnknown)
    assert failure.remote_code == "TIMEOUT"
    assert len(server.requests) == 1


@pytest.mark.parametrize("dripped", [OK, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"z" * 40 + OK[15:]])
def test_a_dripping_answer_is_given_up_as_a_whole(servers: Servers, dripped: bytes) -> None:
    pause = Event()

    def drip(connection: socket.socket) -> None:
        for byte in dripped:
            connection.sendall(bytes([byte]))
            pause.wait(0.05)

    _, url = servers(drip)

    failure = failure_of(a_client(total_seconds=0.8), url)

    assert isinstance(failure, OutcomeUnknown)
    assert failure.remote_code == "TIMEOUT"


@pytest.mark.parametrize(
    "begun", [OK[: OK.index(b"\r\n\r\n") + 4], OK[:-1]], ids=["no body", "a body cut short"]
)
def test_an_answer_that_stalls_behind_its_head_is_too_late(servers: Servers, begun: bytes) -> None:
    over = Event()

    def stall(connection: socket.socket) -> None:
        connection.sendall(begun)
        over.wait(5)

    server, url = servers(stall)

    failure = failure_of(a_client(total_seconds=0.4), url)
    over.set()

    assert isinstance(failure, OutcomeUnknown)
    assert failure.remote_code == "TIMEOUT"
    assert len(server.requests) == 1


def test_an_answer_without_end_is_not_read_to_it(servers: Servers) -> None:
    length = ANSWER_LIMIT_BYTES + 1
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length
    _, url = servers(say(head, b" " * length))

    assert isinstance(failure_of(a_client(), url), OutcomeUnknown)


@pytest.mark.parametrize("status", [b"301 Moved", b"302 Found", b"307 Temporary Redirect"])
def test_a_redirect_is_never_followed(servers: Servers, status: bytes) -> None:
    target, target_url = servers(say(OK))
    location = b"HTTP/1.1 %s\r\nLocation: %s/\r\nContent-Length: 0\r\n\r\n"
    _, url = servers(say(location % (status, target_url.encode())))

    failure = failure_of(a_client(), url)

    assert isinstance(failure, CallRefused)
    assert failure.remote_code == "PORTAL_MOVED"
    assert target.connections == 0


def test_no_log_line_of_any_level_carries_a_secret(
    servers: Servers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _, url = servers(say(OK))
    client = a_client()

    client.call(a_portal(url), "profile", SECRET_PARAMS)
    failure_of(client, "http://portal.invalid")

    assert not [canary for canary in CANARIES if canary in caplog.text]
