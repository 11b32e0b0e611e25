"""A second lane of the campaign beside the first: most of a case is waiting, and two share a core.

It is a process of its own and tells what came of each case in a file.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from threading import Event
from typing import Any

from tests.faults.case import Case
from tests.faults.checker import Verdict
from tests.faults.outcome import Outcome

_OUTCOMES = "outcomes.jsonl"
_LOOK_SECONDS = 1.0
_PLAIN = tuple(field.name for field in fields(Outcome) if field.name not in {"case", "verdict"})


class LaneBroken(Exception):  # noqa: N818 - a state
    """Raised when the second lane ended without having played all its cases."""


class Lane:
    """What another process plays, as far as it has come."""

    def __init__(
        self, folder: Path, process: subprocess.Popen[bytes], cases: Iterable[Case]
    ) -> None:
        self._file = folder / _OUTCOMES
        self._process = process
        self._cases = {case.name: case for case in cases}
        self._told = 0

    def news(self) -> Iterator[Outcome]:
        """Return the outcomes that have not been told yet."""
        lines = self._file.read_text(encoding="utf-8").split("\n") if self._file.exists() else [""]
        # Behind the last line break there may be a line that is still being written.
        for line in lines[self._told : -1]:
            self._told += 1
            yield outcome_of(json.loads(line), self._cases)

    def rest(self) -> Iterator[Outcome]:
        """Return what is still to come; raises LaneBroken."""
        while self._process.poll() is None:
            yield from self.news()
            Event().wait(_LOOK_SECONDS)
        yield from self.news()
        if self._process.returncode:
            raise LaneBroken(f"the second lane ended with exit code {self._process.returncode}")


@contextmanager
def second_lane(folder: Path, *, seed: int, cases: Iterable[Case]) -> Iterator[Lane]:
    """Play it in another process; it ends with the block at the latest."""
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.faults.second_lane", str(folder), str(seed)]
    # In a session of its own: it is told to stop once, and by us.
    with subprocess.Popen(command, start_new_session=True) as process:  # noqa: S603 - our own program
        try:
            yield Lane(folder, process, cases)
        finally:
            if process.poll() is None:
                process.terminate()


def tell(folder: Path, outcome: Outcome) -> None:
    """Write down what came of a case."""
    told: dict[str, Any] = {name: getattr(outcome, name) for name in _PLAIN}
    told |= {"case": outcome.case.name, "verdict": asdict(outcome.verdict)}
    with (folder / _OUTCOMES).open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(told)}\n")


def outcome_of(told: dict[str, Any], cases: dict[str, Case]) -> Outcome:
    """Return what was written down."""
    plain = {name: _as_tuple(told[name]) for name in _PLAIN}
    verdict = Verdict(**{name: _as_tuple(found) for name, found in told["verdict"].items()})
    return Outcome(case=cases[told["case"]], verdict=verdict, **plain)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
