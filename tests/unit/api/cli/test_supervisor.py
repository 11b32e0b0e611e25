"""Processes that die are started again, slower each time, and somebody is told."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from api.cli.supervisor import LONGEST_PAUSE_SECONDS, STABLE_SECONDS, Supervisor


@dataclass
class Clock:
    seconds: float = 100.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Mortal:
    """A process of the tests' own making: it lives until it is told to die."""

    name: str = "worker"
    log: Path = Path("logs/worker.log")
    alive: bool = True
    exit_code: int | None = None
    starts: int = 0

    def start(self) -> None:
        self.starts += 1
        self.alive, self.exit_code = True, None

    def die(self) -> None:
        self.alive, self.exit_code = False, -9


@dataclass
class Watched:
    child: Mortal = field(default_factory=Mortal)
    clock: Clock = field(default_factory=Clock)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.supervisor = Supervisor([self.child], clock=self.clock, say=self.said.append)

    def after(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.supervisor.check()

    def die_and_wait(self) -> float:
        """Let the child die; return how long it stays dead."""
        self.child.die()
        started, died_at = self.child.starts, self.clock.seconds
        while self.child.starts == started:
            self.after(0.5)
        return self.clock.seconds - died_at


def test_a_living_process_is_left_alone() -> None:
    watched = Watched()

    watched.after(1000)

    assert watched.child.starts == 0
    assert watched.said == []


def test_a_death_is_told_once_with_the_exit_code_and_the_log() -> None:
    watched = Watched()
    watched.child.die()

    watched.after(0)
    watched.after(0.2)

    assert watched.said == [
        "worker ended with exit code -9; starting it again in 1 s (its log: logs/worker.log)"
    ]


def test_a_dead_process_is_started_again_after_its_pause_and_not_before() -> None:
    watched = Watched()
    watched.child.die()
    watched.after(0)

    watched.after(0.9)
    before = watched.child.starts
    watched.after(0.2)

    assert (before, watched.child.starts) == (0, 1)


def test_each_death_holds_a_process_back_twice_as_long() -> None:
    watched = Watched()

    pauses = [watched.die_and_wait() for _ in range(4)]

    assert pauses == pytest.approx([1.5, 2.5, 4.5, 8.5])


def test_the_pause_stays_bounded_however_often_a_process_dies() -> None:
    watched = Watched()

    pauses = [watched.die_and_wait() for _ in range(12)]

    assert pauses[-1] <= LONGEST_PAUSE_SECONDS + 1


def test_a_process_that_lived_long_is_forgiven() -> None:
    watched = Watched()
    for _ in range(5):
        watched.die_and_wait()

    watched.after(STABLE_SECONDS + 1)

    assert watched.die_and_wait() == pytest.approx(1.5)
