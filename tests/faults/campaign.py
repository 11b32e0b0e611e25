"""Plays the cases one after the other, each on a stack whose settings fit it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.faults.case import Case
from tests.faults.cases import CASES
from tests.faults.outcome import Outcome
from tests.faults.points import Plan
from tests.faults.run_case import run_case
from tests.faults.stack import FaultStack, fault_stack


class Stacks:
    """Keeps one stack running as long as the cases fit it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: tuple[Case, FaultStack] | None = None
        self._stops = ExitStack()
        self._started = 0

    def fitting(self, case: Case) -> FaultStack:
        if self._running is not None and self._running[0].settings == case.settings:
            self._running[1].start_workers(case.workers)
            return self._running[1]
        self.stop()
        self._started += 1
        stack = self._stops.enter_context(
            fault_stack(
                self._folder / f"stack-{self._started}",
                Plan(),
                workers=case.workers,
                settings=case.settings,
            )
        )
        self._running = case, stack
        return stack

    def stop(self) -> None:
        """End what runs: a case that failed leaves nothing to the next one."""
        self._running = None
        self._stops.close()


def hold_campaign(folder: Path, *, seed: int, wanted: Sequence[str]) -> Iterator[Outcome]:
    """Play all cases, or those wanted."""
    cases = [case for case in CASES if not wanted or case.name in wanted]
    stacks = Stacks(folder)
    try:
        for case in cases:
            outcome = run_case(stacks.fitting(case), case, seed=seed)
            if not outcome.passed:
                stacks.stop()
            yield outcome
    finally:
        stacks.stop()
