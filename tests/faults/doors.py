"""A small TCP proxy before a server: it lets pass, delays, holds back or cuts off whom it is told.

Callers are told apart by the address they call from; all of 127.0.0.0/8 is this machine.
"""

import socket
from contextlib import suppress
from dataclasses import dataclass
from threading import Condition, Event, Thread
from typing import Literal

from api.cli.local_ports import LOOPBACK

Way = Literal["requests", "answers"]
WAYS: tuple[Way, ...] = ("requests", "answers")

_CHUNK = 65_536
_CONNECT_SECONDS = 5.0


@dataclass(frozen=True)
class Weather:
    """What callers from one address meet."""

    cut: bool = False
    """Connections are broken, and new ones too."""
    held: frozenset[Way] = frozenset()
    """Where nothing passes; what was sent arrives when it does again, as TCP delivers it."""
    delay_seconds: float = 0.0


FAIR = Weather()
CUT = Weather(cut=True)
BLACK_HOLE = Weather(held=frozenset(WAYS))
UNHEARD = Weather(held=frozenset({"answers"}))
"""What is asked is done, and nobody hears of it."""


class Door:
    """Stands before a server on a port of its own."""

    def __init__(self, behind: int) -> None:
        self._behind = behind
        self._listener = socket.create_server((LOOPBACK, 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._changed = Condition()
        self._weather: dict[str, Weather] = {}
        self._links: set[_Link] = set()
        self._closed = False
        self._receiving = Thread(target=self._receive, daemon=True)
        self._receiving.start()

    def let(self, source: str, weather: Weather) -> None:
        """Treat callers from an address so from now on."""
        with self._changed:
            self._weather[source] = weather
            for link in self._links:
                if weather.cut and link.source == source:
                    link.end()
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody in any more, and those inside out."""
        with self._changed:
            self._closed = True
            for link in self._links:
                link.end()
            self._changed.notify_all()
        with suppress(OSError):
            # Closing alone would not wake the thread that waits for callers.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._receiving.join()
        self._listener.close()

    def _receive(self) -> None:
        while True:
            try:
                near, (source, _) = self._listener.accept()
            except OSError:
                return
            with suppress(OSError):
                self._let_in(near, str(source))

    def _let_in(self, near: socket.socket, source: str) -> None:
        if self._weather.get(source, FAIR).cut:
            near.close()
            return
        try:
            far = socket.create_connection((LOOPBACK, self._behind), timeout=_CONNECT_SECONDS)
        except OSError:
            near.close()
            raise
        far.settimeout(None)
        link = _Link(source, near, far)
        with self._changed:
            self._links.add(link)
            if self._weather.get(source, FAIR).cut or self._closed:
                # It was let in while that was decided.
                link.end()
        for way, taking, giving in (("requests", near, far), ("answers", far, near)):
            Thread(target=self._carry, args=(link, way, taking, giving), daemon=True).start()

    def _carry(self, link: "_Link", way: Way, taking: socket.socket, giving: socket.socket) -> None:
        with suppress(OSError):
            while chunk := taking.recv(_CHUNK):
                self._await_passage(link.source, way)
                giving.sendall(chunk)
        # That one side has ended is not known to the other before it can be told.
        self._await_passage(link.source, way)
        link.end()
        with self._changed:
            link.ways_ended += 1
            if link.ways_ended == len(WAYS):
                # Not before: the number of a closed socket is the next caller's.
                link.close()
                self._links.discard(link)

    def _await_passage(self, source: str, way: Way) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._passes(source, way))
            delay = self._weather.get(source, FAIR).delay_seconds
        if delay:
            Event().wait(delay)

    def _passes(self, source: str, way: Way) -> bool:
        return way not in self._weather.get(source, FAIR).held


@dataclass(eq=False)
class _Link:
    """One caller and the connection made for it."""

    source: str
    near: socket.socket
    far: socket.socket
    ways_ended: int = 0

    def end(self) -> None:
        """Let whoever reads or writes there find that it is over."""
        for side in (self.near, self.far):
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.near.close()
        self.far.close()
