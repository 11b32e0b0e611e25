"""Where a process can be hit, and what hits it there; told to it by its environment."""

import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Self

from integrations.clock import SystemClock

Act = Literal["kill", "stop", "freeze_redis", "raise", "spin"]

WORKER_POINTS = (
    *("after_claim", "before_commit", "after_commit", "before_start", "after_start", "mid_order"),
    *("after_mark", "before_http", "after_http", "before_finish", "after_finish"),
    *("before_release", "after_release", "in_renew"),
)
WEB_POINTS = ("before_enqueue", "after_enqueue", "before_200")
BEFORE_A_MESSAGE_IS_HANDLED = "before_reading"
"""Reached with the id of the lead that is read."""

PLAN, TRACES, STRUCK, REDIS_PID = "plan.json", "traces", "struck", "redis.pid"


class Poisoned(Exception):  # noqa: N818 - reads as the claim it makes
    """Raised where a message is handled that nothing can handle."""


@dataclass(frozen=True)
class Strike:
    """One blow: whichever process reaches the point for the given time first takes it."""

    point: str
    act: Act
    number: int = 1
    seconds: float = 0.0
    """How long a stop or a freeze lasts."""
    about: str = ""
    """Whose work it hits, every time; nobody's in particular when empty, and then once."""

    @property
    def name(self) -> str:
        return f"{self.point}-{self.act}-{self.number}"


@dataclass(frozen=True)
class Plan:
    """All blows of a case, and the fault put into the code, if any."""

    case: str = "none"
    strikes: tuple[Strike, ...] = ()
    mutant: str = ""
    apart_seconds: float = 0.0
    """Between two blows there is at least so much time."""
    skew_seconds: float = 0.0
    """How far the clocks of every second worker are ahead."""

    def write(self, folder: Path) -> None:
        for name in (TRACES, f"{STRUCK}/{self.case}"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        whole = folder / f"{PLAN}.new"
        whole.write_text(json.dumps(asdict(self)), encoding="utf-8")
        whole.replace(folder / PLAN)

    @classmethod
    def read(cls, folder: Path) -> Self:
        kept = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        strikes = tuple(Strike(**strike) for strike in kept["strikes"])
        return cls(**{**kept, "strikes": strikes})


class PlanFile:
    """The plan as it is now: another case of the same processes has another one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = str(folder / PLAN)
        self._written = 0
        self._plan = Plan()

    @property
    def plan(self) -> Plan:
        written = os.stat(self._path).st_mtime_ns  # noqa: PTH116 - asked at every point
        if written != self._written:
            self._plan, self._written = Plan.read(self.folder), written
        return self._plan


class Points:
    """The points of one process; each blow of the plan falls once in all processes together."""

    def __init__(self, kept: PlanFile) -> None:
        self._kept = kept
        self._plan = Plan()
        self._reached: Counter[str] = Counter()

    def reach(self, point: str, about: str = "") -> None:
        """Take the blow that waits here, if any does."""
        if self._kept.plan is not self._plan:
            self._plan = self._kept.plan
            self._reached.clear()
        self._reached[point] += 1
        for strike in self._plan.strikes:
            due = strike.point == point and self._reached[point] >= strike.number
            if due and (strike.about == about if strike.about else self._is_first(strike)):
                _take(strike, self._kept.folder)

    def _is_first(self, strike: Strike) -> bool:
        fallen = self._kept.folder / STRUCK / self._plan.case
        if any(_age_seconds(mark) < self._plan.apart_seconds for mark in fallen.iterdir()):
            return False
        try:
            with (fallen / strike.name).open("x") as mark:
                mark.write(str(os.getpid()))
        except FileExistsError:
            return False
        return True


def struck(folder: Path, case: str) -> Iterator[str]:
    """Name the blows that have fallen in a case."""
    return (mark.name for mark in (folder / STRUCK / case).iterdir())


def _age_seconds(mark: Path) -> float:
    return SystemClock().now() - mark.stat().st_mtime


def _take(strike: Strike, folder: Path) -> None:
    match strike.act:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stop":
            stop_for(os.getpid(), strike.seconds)
        case "raise":
            raise Poisoned(strike.about)
        case "spin":
            while True:
                pass
        case "freeze_redis":
            with suppress(ProcessLookupError):
                stop_for(int((folder / REDIS_PID).read_text(encoding="ascii")), strike.seconds)


def stop_for(pid: int, seconds: float) -> None:
    """Let a process sleep for so long."""
    # A process that is stopped cannot wake itself.
    command = ["/bin/sh", "-c", f"sleep {seconds:g}; kill -CONT {pid} 2>/dev/null"]
    subprocess.Popen(command, start_new_session=True)  # noqa: S603 - a command of our own
    os.kill(pid, signal.SIGSTOP)
