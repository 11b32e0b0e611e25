"""Worker processes forked from one that has loaded the rules: a new one serves at once."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
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

LONGEST_PAUSE_SECONDS = 5.0

START_SECONDS = 30.0
"""Who has lived for so long could start: a Redis that never answers is given up sooner."""

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
        beside: Callable[[], None],
        ended: Callable[[int], None],
        clock: Clock,
    ) -> None:
        """`work` is the life of a process, told who keeps it; `ended` hears who has ended.

        `beside` renews what processes inherit, for ever; it is broken off and begun anew with each
        fork: a fork waits for nothing, and no process inherits half of a renewal.
        """
        self._places = [_Place() for _ in range(count)]
        self._work = work
        self._beside = beside
        self._ended = ended
        self._clock = clock
        self._stopping = Event()
        self._renewing = gevent.Greenlet()
        self._anyone_could_start = False
        self._code: int = ExitCode.OK

    def run(self) -> int:
        """Keep them until told to stop, by a signal too, and end them in order.

        Returns in each of the processes as well, with the result of its work. Where the first ones
        refuse to live, it stops and returns their code: who started it can tell and try again.
        """
        keeper = os.getpid()
        hearing = [gevent.signal_handler(number, self.stop) for number in _heard()]
        try:
            is_new = self._keep()
            if not is_new:
                self._end()
        finally:
            for handler in hearing:
                handler.cancel()
        return self._work(keeper) if is_new else self._code

    def stop(self) -> None:
        """Start nobody any more and let everybody finish; safe to call from a signal handler."""
        self._stopping.set()

    def _keep(self) -> bool:
        """Replace who ends until told to stop; says in a new process that it is one."""
        self._renewing = gevent.spawn(self._beside)
        while not self._stopping.is_set():
            for place in self._places:
                self._notice_end(place)
                if self._is_due(place) and self._start(place):
                    return True
            self._stopping.wait(LOOK_SECONDS)
        return False

    def _is_due(self, place: _Place) -> bool:
        due = place.pid is None and self._clock.monotonic() >= place.due_at
        return due and not self._stopping.is_set()

    def _start(self, place: _Place) -> bool:
        """Fork; says in the new process that it is the new one."""
        self._renewing.kill()
        now = self._clock.monotonic()
        try:
            pid = os.fork()
        except OSError:  # too many processes, or no memory: those that live need not end for it
            log.warning("worker_not_forked", tries_in_seconds=LONGEST_PAUSE_SECONDS)
            place.due_at = now + LONGEST_PAUSE_SECONDS
        else:
            if pid == 0:
                return True
            place.pid, place.started_at = pid, now
        self._renewing = gevent.spawn(self._beside)
        return False

    def _notice_end(self, place: _Place) -> None:
        if place.pid is None:
            return
        lived = self._clock.monotonic() - place.started_at
        self._anyone_could_start = self._anyone_could_start or lived >= START_SECONDS
        code = _code_of(place.pid)
        if code is None:
            return
        pid, place.pid = place.pid, None
        self._ended(pid)
        if code > 0 and not self._anyone_could_start and not self._stopping.is_set():
            self._code = code
            self.stop()
        if self._stopping.is_set():
            log.info("worker_ended", pid=pid, code=code)
        else:
            self._put_off(place, pid=pid, code=code, lived=lived)

    def _put_off(self, place: _Place, *, pid: int, code: int, lived: float) -> None:
        """Say when another takes the place."""
        place.short_lives = place.short_lives + 1 if lived < SHORT_LIFE_SECONDS else 0
        pause = pause_seconds(place.short_lives)
        place.due_at = self._clock.monotonic() + pause
        log.warning("worker_ended", pid=pid, code=code, starts_in_seconds=pause)

    def _end(self) -> None:
        """Let everybody finish, then end those who do not."""
        self._renewing.kill()
        until = self._clock.monotonic() + END_SECONDS
        while alive := self._still_alive():
            late = self._clock.monotonic() > until
            for pid in alive:
                # Again and again: one that has just been forked did not hear the first time.
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL if late else signal.SIGTERM)
            gevent.sleep(LOOK_SECONDS)

    def _still_alive(self) -> list[int]:
        for place in self._places:
            self._notice_end(place)
        return [place.pid for place in self._places if place.pid is not None]


def pause_seconds(short_lives: int) -> float:
    """Start at once what has lived; wait longer each time for what ends at its start."""
    return min(2.0 ** (short_lives - 1), LONGEST_PAUSE_SECONDS) if short_lives else 0.0


def _heard() -> list[signal.Signals]:
    """Return the signals that stop; one that `nohup` or the like has taken away stays away."""
    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    return [number for number in signals if signal.getsignal(number) is not signal.SIG_IGN]


def _code_of(pid: int) -> int | None:
    """Return how a process ended, minus the number of a signal that ended it; None: it lives."""
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # somebody else has been told
        return 0
    return os.waitstatus_to_exitcode(status) if ended else None
