"""The fault proxy lets pass, holds back and cuts off as told, each kind of caller apart."""

import socket
from collections.abc import Iterator
from contextlib import closing
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from time import monotonic

import pytest

from tests.faults.doors import BLACK_HOLE, CUT, FAIR, UNHEARD, Door, Weather
from tests.redis_topologies import wait_until

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
SOON = 0.2


class Echo(BaseRequestHandler):
    """Answers with what it is asked."""

    heard: list[bytes]

    def handle(self) -> None:
        while asked := self.request.recv(100):
            self.heard.append(asked)
            self.request.sendall(asked)


@pytest.fixture
def heard() -> list[bytes]:
    """What the server was asked."""
    return []


@pytest.fixture
def door(heard: list[bytes]) -> Iterator[Door]:
    handler = type("EchoOfThisTest", (Echo,), {"heard": heard})
    with ThreadingTCPServer((HERE, 0), handler) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        with closing(Door(server.server_address[1])) as door:
            yield door
        server.shutdown()
        serving.join()


def caller(door: Door, source: str = HERE) -> socket.socket:
    connection = socket.create_connection((HERE, door.port), 5, (source, 0))
    connection.settimeout(5)
    return connection


def answer(connection: socket.socket, asked: bytes) -> bytes:
    connection.sendall(asked)
    return connection.recv(100)


def hears_nothing(connection: socket.socket) -> bool:
    connection.settimeout(SOON)
    try:
        return not connection.recv(100)
    except TimeoutError:
        return True
    except ConnectionError:
        return True
    finally:
        connection.settimeout(5)


def test_what_is_asked_and_answered_passes(door: Door) -> None:
    with caller(door) as connection:
        assert [answer(connection, asked) for asked in (b"one", b"two")] == [b"one", b"two"]


def test_what_was_sent_into_a_black_hole_arrives_when_it_is_over(
    door: Door, heard: list[bytes]
) -> None:
    with caller(door) as connection:
        assert answer(connection, b"before") == b"before"
        door.let(HERE, BLACK_HOLE)
        connection.sendall(b"meanwhile")
        assert hears_nothing(connection)
        assert heard == [b"before"]

        door.let(HERE, FAIR)

        assert connection.recv(100) == b"meanwhile"


def test_requests_may_pass_where_their_answers_do_not(door: Door, heard: list[bytes]) -> None:
    with caller(door) as connection:
        door.let(HERE, UNHEARD)
        connection.sendall(b"done unheard")

        wait_until(lambda: heard == [b"done unheard"])
        assert hears_nothing(connection)


def test_who_is_cut_off_loses_the_connection_and_gets_no_other(door: Door) -> None:
    with caller(door) as connection:
        assert answer(connection, b"before") == b"before"

        door.let(HERE, CUT)

        assert is_broken(connection)
        with caller(door) as another:
            assert is_broken(another)


def is_broken(connection: socket.socket) -> bool:
    try:
        return connection.recv(100) == b""
    except ConnectionError:
        return True


def test_what_was_sent_into_a_black_hole_that_ends_in_a_cut_never_arrives(
    door: Door, heard: list[bytes]
) -> None:
    with caller(door) as connection:
        door.let(HERE, BLACK_HOLE)
        connection.sendall(b"lost")

        door.let(HERE, CUT)

        assert is_broken(connection)
        assert heard == []


def test_others_notice_nothing(door: Door) -> None:
    with caller(door) as here, caller(door, ELSEWHERE) as elsewhere:
        assert [answer(one, b"asked") for one in (here, elsewhere)] == [b"asked"] * 2

        door.let(ELSEWHERE, CUT)

        assert is_broken(elsewhere)
        assert answer(here, b"again") == b"again"


def test_a_slow_way_takes_its_time_in_both_directions(door: Door) -> None:
    door.let(HERE, Weather(delay_seconds=SOON))

    with caller(door) as connection:
        begun = monotonic()
        assert answer(connection, b"asked") == b"asked"
        assert monotonic() - begun >= 2 * SOON


def test_who_waits_in_a_black_hole_is_let_go_when_the_door_closes(door: Door) -> None:
    with caller(door) as connection:
        door.let(HERE, BLACK_HOLE)
        connection.sendall(b"held")

        door.close()

        assert is_broken(connection)
