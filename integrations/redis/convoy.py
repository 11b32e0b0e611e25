"""Calls made while others are under way travel together: one message there, one back.

What one call costs is mostly its journey: the system calls, and the switch to whoever waits. A call
that meets no other sets out at once, and waits for nobody.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

MOST_TOGETHER = 64


class _Passenger:
    """A call on its way; its turn comes when it is answered, or when it is to lead the next."""

    __slots__ = ("answer", "command", "leads", "turn")

    def __init__(self, command: bytes) -> None:
        self.command = command
        self.answer: Any = None
        self.leads = False
        self.turn = Lock()
        self.turn.acquire()

    def told(self) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Convoy:
    """Lets one caller at a time carry the calls of all who wait; safe for threads and greenlets."""

    def __init__(self, borrow: Callable[[], Any], give_back: Callable[[Any], None]) -> None:
        self._borrow = borrow
        self._give_back = give_back
        self._guard = Lock()
        self._under_way = False
        self._waiting: list[_Passenger] = []

    def call(self, command: bytes) -> Any:
        """Return the answer to a packed command; raises what redis-py does, and never repeats."""
        own = _Passenger(command)
        with self._guard:
            own.leads, self._under_way = not self._under_way, True
            if not own.leads:
                self._waiting.append(own)
        if not own.leads:
            self._await_turn(own)
        if own.leads:
            self._lead(own)
        return own.told()

    def _await_turn(self, own: _Passenger) -> None:
        try:
            own.turn.acquire()
        except BaseException:
            with self._guard:
                if own in self._waiting:
                    self._waiting.remove(own)
            if own.leads:
                self._hand_on()
            raise

    def _lead(self, own: _Passenger) -> None:
        with self._guard:
            joined, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
        try:
            self._travel([own, *joined])
        finally:
            self._hand_on()
            for passenger in joined:
                passenger.turn.release()

    def _hand_on(self) -> None:
        with self._guard:
            following = self._waiting.pop(0) if self._waiting else None
            self._under_way = following is not None
            if following is not None:
                following.leads = True
        if following is not None:
            following.turn.release()

    def _travel(self, passengers: Sequence[_Passenger]) -> None:
        for passenger in passengers:
            passenger.answer = RedisConnectionError("the calls it went with were cut off")
        connection = self._borrow()
        try:
            connection.send_packed_command([b"".join([each.command for each in passengers])])
            for passenger in passengers:
                passenger.answer = _answer(connection)
        finally:
            # Broken off, it has closed itself: what was still to come would answer others.
            self._give_back(connection)


def _answer(connection: Any) -> Any:
    try:
        return connection.read_response()
    except ResponseError as error:
        return error
