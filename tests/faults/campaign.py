"""Plays the cases one after the other, each on a stack whose settings fit it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from integrations.clock import SystemClock
from tests.faults.case import Case
from tests.faults.cases import CASES, NOTICED_BY, NOTICED_BY_CALLS, SOAK
from tests.faults.checker import Verdict
from tests.faults.mutants import MUTANTS, require_mutants
from tests.faults.outcome import Outcome
from tests.faults.points import Plan
from tests.faults.run_case import run_case
from tests.faults.scarcity_cases import SCARCITY_CASES
from tests.faults.script_cases import SCRIPT_CASES, play_script_case
from tests.faults.small_disks import why_no_small_disks
from tests.faults.stack import FaultStack, fault_stack
from tests.faults.topology_cases import TOPOLOGY_CASES


class Stacks:
    """Keeps one stack running as long as the cases fit it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: tuple[Case, FaultStack] | None = None
        self._stops = ExitStack()
        self._started = 0

    def fitting(self, case: Case) -> FaultStack:
        if self._running is not None and _stack_of(self._running[0]) == _stack_of(case):
            return _grown(self._running[1], case)
        self.stop()
        self._started += 1
        stack = self._stops.enter_context(
            fault_stack(
                self._folder / f"stack-{self._started}",
                Plan(),
                workers=case.workers,
                settings=case.settings,
                topology=case.topology,
                own_disks=case.small_disks,
            )
        )
        self._running = case, stack
        return _grown(stack, case)

    def play(self, case: Case, *, seed: int, mutant: str = "") -> Outcome:
        """Play a case; what a mutant or a failure leaves behind is no business of the next one."""
        skipped = why_no_small_disks() if case.small_disks else ""
        if skipped:
            return Outcome(case, mutant, 0, 0, 0, 0, Verdict(), skipped=skipped)
        stack = self.fitting(case)
        if mutant in SCRIPT_CASES:
            assert stack.redis is not None
            return play_script_case(stack.redis.url, mutant=mutant)
        outcome = run_case(stack, case, seed=seed, mutant=mutant)
        if mutant or not outcome.passed:
            self.stop()
        return outcome

    def stop(self) -> None:
        """End what runs: a case that failed leaves nothing to the next one."""
        self._running = None
        self._stops.close()


def _stack_of(case: Case) -> tuple[object, ...]:
    """Return what a stack must have been started with."""
    return case.topology, case.settings, case.small_disks


def _grown(stack: FaultStack, case: Case) -> FaultStack:
    stack.start_workers(case.workers)
    stack.start_hosts(case.hosts)
    return stack


def hold_campaign(folder: Path, *, seed: int, wanted: Sequence[str]) -> Iterator[Outcome]:
    """Play all cases, or those wanted, and then the mutants, each in the case that guards."""
    require_mutants()
    stacks = Stacks(folder)

    def is_wanted(name: str) -> bool:
        return not wanted or name in wanted

    try:
        for case in (*CASES, *SCARCITY_CASES, *TOPOLOGY_CASES):
            if is_wanted(case.name):
                yield stacks.play(case, seed=seed)
        for mutant in filter(is_wanted, MUTANTS):
            yield stacks.play(NOTICED_BY.get(mutant, NOTICED_BY_CALLS), seed=seed, mutant=mutant)
    finally:
        stacks.stop()


def soak(folder: Path, *, seed: int, minutes: float) -> Iterator[Outcome]:
    """Play rounds of everything at once until the time is over."""
    clock, stacks = SystemClock(), Stacks(folder)
    until = clock.monotonic() + minutes * 60
    try:
        for number in count():
            if clock.monotonic() >= until:
                break
            yield stacks.play(SOAK, seed=seed + number)
    finally:
        stacks.stop()
