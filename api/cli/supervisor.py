"""Starts processes again that have died, slower each time, and says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.ports.clock import Clock

LONGEST_PAUSE_SECONDS = 30.0
STABLE_SECONDS = 60.0
"""A process that lived so long may die again without being held back for its past."""


class Restartable(Protocol):
    """What can be watched: a process with a log that may be started again."""

    name: str
    log: Path

    @property
    def alive(self) -> bool: ...

    @property
    def exit_code(self) -> int | None: ...

    def start(self) -> None: ...


@dataclass
class _Watch:
    child: Restartable
    started_at: float
    deaths: int = 0
    due_at: float | None = None


class Supervisor:
    """Looks after running processes whenever `check` is called."""

    def __init__(
        self, children: Sequence[Restartable], *, clock: Clock, say: Callable[[str], None]
    ) -> None:
        self._clock = clock
        self._say = say
        self._watches = [_Watch(child, clock.monotonic()) for child in children]

    def check(self) -> None:
        """Notice deaths, and start again what has waited long enough."""
        now = self._clock.monotonic()
        for watch in self._watches:
            if watch.child.alive:
                self._forgive(watch, now)
            elif watch.due_at is None:
                self._postpone(watch, now)
            elif now >= watch.due_at:
                watch.child.start()
                watch.started_at, watch.due_at = now, None

    def _forgive(self, watch: _Watch, now: float) -> None:
        if now - watch.started_at >= STABLE_SECONDS:
            watch.deaths = 0

    def _postpone(self, watch: _Watch, now: float) -> None:
        watch.deaths += 1
        pause = min(2.0 ** (watch.deaths - 1), LONGEST_PAUSE_SECONDS)
        watch.due_at = now + pause
        child = watch.child
        self._say(
            f"{child.name} ended with exit code {child.exit_code}; starting it again in "
            f"{pause:g} s (its log: {child.log})"
        )
