"""Worker processes forked from one that has loaded the rules: a new one serves at once."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

import gevent
import structlog
from gevent.event import Event

from api.cli.exit_codes import ExitCode
from api.worker.loop import DRAIN_SECONDS
from engine.ports.clock import Clock

log = structlog.get_logger()

LOOK_SECONDS = 0.1

SHORT_LIFE_SECONDS = 2.0
"""Who ends sooner than that would end again at once: the next start waits."""

LONGEST_PAUSE_SECONDS = 30.0

END_SECONDS = DRAIN_SECONDS + 5.0
"""Longer than a worker lets its dialogs finish; what is still there then is killed."""


@dataclass
class _Place:
    """Where one of the processes is kept alive."""

    pid: int | None = None
    started_at: float = 0.0
    short_lives: int = 0
    due_at: float = 0.0


class ForkedWorkers:
    """Keeps so many processes alive; nothing that is connected may exist before the fork."""

    def __init__(
        self,
        count: int,
        *,
        work: Callable[[int], int],
        catch_up: Callable[[], None],
        clock: Clock,
    ) -> None:
        """`work` is the life of a process, told who keeps it; `catch_up` comes before each fork."""
        self._places = [_Place() for _ in range(count)]
        self._work = work
        self._catch_up = catch_up
        self._clock = clock
        self._stopping = Event()

    def run(self) -> int:
        """Keep them until SIGTERM or SIGINT and end them in order.

        Returns in each of the processes as well, with the result of its work.
        """
        keeper = os.getpid()
        signals = (signal.SIGTERM, signal.SIGINT)
        hearing = [gevent.signal_handler(number, self._stopping.set) for number in signals]
        while not self._stopping.is_set():
            for place in self._places:
                self._notice_end(place)
                if self._is_due(place) and self._start(place):
                    for handler in hearing:
                        handler.cancel()
                    return self._work(keeper)
            self._stopping.wait(LOOK_SECONDS)
        self._end()
        return ExitCode.OK

    def _is_due(self, place: _Place) -> bool:
        due = place.pid is None and self._clock.monotonic() >= place.due_at
        return due and not self._stopping.is_set()

    def _start(self, place: _Place) -> bool:
        """Fork; says in the new process that it is the new one."""
        self._catch_up()
        place.started_at = self._clock.monotonic()
        place.pid = os.fork()
        return not place.pid

    def _notice_end(self, place: _Place) -> None:
        if place.pid is None or not _has_ended(place.pid):
            return
        now = self._clock.monotonic()
        is_short = now - place.started_at < SHORT_LIFE_SECONDS
        place.short_lives = place.short_lives + 1 if is_short else 0
        pause = pause_seconds(place.short_lives)
        log.warning("worker_ended", pid=place.pid, starts_in_seconds=pause)
        place.pid, place.due_at = None, now + pause

    def _end(self) -> None:
        """Let everybody finish, then end those who do not."""
        until = self._clock.monotonic() + END_SECONDS
        while alive := [place.pid for place in self._places if place.pid is not None]:
            late = self._clock.monotonic() > until
            for pid in alive:
                # Again and again: one that has just been forked did not hear the first time.
                os.kill(pid, signal.SIGKILL if late else signal.SIGTERM)
            gevent.sleep(LOOK_SECONDS)
            for place in self._places:
                self._notice_end(place)


def pause_seconds(short_lives: int) -> float:
    """Start at once what has lived; wait longer each time for what ends at its start."""
    return min(2.0 ** (short_lives - 1), LONGEST_PAUSE_SECONDS) if short_lives else 0.0


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True
