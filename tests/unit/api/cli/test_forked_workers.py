"""Who keeps worker processes: when it starts them, and how all of them end."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import gevent
import pytest
from structlog.testing import capture_logs

from api.cli.forked_workers import LONGEST_PAUSE_SECONDS, ForkedWorkers, pause_seconds

LIVES_LONG = 60.0
ENDS_AT_ONCE = 0.0


@dataclass
class SteppingClock:
    """Each look at it is so many seconds later than the one before."""

    step: float
    seconds: float = 0.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        self.seconds += self.step
        return self.seconds


@dataclass
class Ended:
    """Hears who has ended, and has all stopped after so many."""

    enough: int
    pids: list[int] = field(default_factory=list)
    stop: Callable[[], None] = lambda: None

    def __call__(self, pid: int) -> None:
        self.pids.append(pid)
        if len(self.pids) == self.enough:
            self.stop()


def for_ever() -> None:
    while True:
        gevent.sleep(1)


def ending(code: int) -> Callable[[int], int]:
    """Return the life of a process of its own: nothing of these tests goes on in it."""
    return lambda _: os._exit(code)


def obedient(_: int) -> int:
    signal.alarm(60)  # also where nobody tells it to end
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    while True:
        signal.pause()


def deaf(_: int) -> int:
    signal.alarm(60)  # the same
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        signal.pause()


def killed(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def kept(
    work: Callable[[int], int],
    *,
    ended: Ended,
    count: int = 1,
    beside: Callable[[], None] = for_ever,
    step: float = LIVES_LONG,
) -> ForkedWorkers:
    workers = ForkedWorkers(count, work=work, beside=beside, ended=ended, clock=SteppingClock(step))
    ended.stop = workers.stop
    return workers


def children() -> str:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii")


def test_what_has_lived_is_replaced_at_once() -> None:
    assert pause_seconds(0) == 0


@pytest.mark.parametrize("lives", range(1, 12))
def test_what_ends_at_its_start_waits_longer_each_time_but_never_for_long(lives: int) -> None:
    assert pause_seconds(lives - 1) <= pause_seconds(lives) <= LONGEST_PAUSE_SECONDS < 10
    assert pause_seconds(lives) >= 1


def test_who_ends_is_told_of_and_replaced_until_all_are_stopped() -> None:
    ended = Ended(enough=3)

    code = kept(ending(1), ended=ended).run()

    assert code == 0
    assert len(set(ended.pids)) == 3


def test_where_the_first_refuses_to_live_all_end_with_its_code() -> None:
    def work(keeper: int) -> int:
        return ending(3)(keeper) if children_of(keeper) > 1 else obedient(keeper)

    def children_of(keeper: int) -> int:
        listed = Path(f"/proc/{keeper}/task/{keeper}/children").read_text("ascii")
        return len(set(listed.split()) - before)

    before = set(children().split())
    ended = Ended(enough=9)

    code = kept(work, ended=ended, count=2, step=ENDS_AT_ONCE).run()

    assert code == 3
    assert len(ended.pids) == 2


def test_who_is_killed_at_its_start_did_not_refuse_to_live() -> None:
    ended = Ended(enough=2)

    assert kept(killed, ended=ended, count=2, step=ENDS_AT_ONCE).run() == 0
    assert len(ended.pids) == 2


@pytest.fixture(params=[signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def number(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """A signal as a program finds it that was started in a terminal.

    Whatever a shell starts in the background has SIGINT taken away.
    """
    number = signal.Signals(request.param)
    before = signal.signal(number, signal.SIG_DFL)
    yield number
    signal.signal(number, before)


def test_each_signal_that_stops_lets_all_end_in_order(number: signal.Signals) -> None:
    ended = Ended(enough=9)
    workers = kept(obedient, ended=ended, count=2, step=0.01)
    gevent.spawn_later(0.2, os.kill, os.getpid(), number)

    with capture_logs() as logs:
        code = workers.run()

    told = [(line["log_level"], line["code"]) for line in logs]
    assert code == 0
    assert told == [("info", 0)] * 2
    assert all("starts_in_seconds" not in line for line in logs)


def test_who_does_not_hear_is_killed_in_the_end() -> None:
    ended = Ended(enough=9)
    workers = kept(deaf, ended=ended)
    gevent.spawn_later(0.2, workers.stop)

    with capture_logs() as logs:
        workers.run()

    assert [line["code"] for line in logs] == [-signal.SIGKILL]


def test_one_whose_end_somebody_else_has_seen_does_not_keep_the_others_from_ending() -> None:
    ended = Ended(enough=9)
    before = set(children().split())
    workers = kept(obedient, ended=ended, count=2)

    def see_one_end() -> None:
        pid = min(int(pid) for pid in set(children().split()) - before)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        workers.stop()

    gevent.spawn_later(0.2, see_one_end)

    assert workers.run() == 0
    assert len(ended.pids) == 2


def test_processes_are_replaced_while_changed_rules_are_still_on_trial() -> None:
    ended = Ended(enough=3)

    kept(ending(0), ended=ended, beside=lambda: gevent.sleep(60)).run()

    assert len(ended.pids) == 3


def test_a_process_inherits_no_trial_that_is_under_way() -> None:
    on_trial: list[bool] = []

    def trial() -> None:
        on_trial.append(True)
        try:
            gevent.sleep(60)
        finally:
            on_trial.pop()

    def work(_: int) -> int:
        os._exit(7 if on_trial else 0)

    ended = Ended(enough=2)
    with capture_logs() as logs:
        kept(work, ended=ended, beside=trial).run()

    assert [line["code"] for line in logs] == [0, 0]
    assert on_trial == []


def test_a_machine_that_forks_no_more_is_asked_again_and_those_that_live_live_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fork, refused = os.fork, [OSError("no more"), OSError("no more")]

    def at_times() -> int:
        if refused:
            raise refused.pop()
        return fork()

    monkeypatch.setattr(os, "fork", at_times)
    ended = Ended(enough=1)

    assert kept(ending(0), ended=ended).run() == 0
    assert len(ended.pids) == 1
