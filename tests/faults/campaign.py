"""Plays the cases of a lane one after the other, each on a stack whose settings fit it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from integrations.clock import SystemClock
from tests.faults.case import Case
from tests.faults.cases import (
    CASES,
    LOAD,
    NOTICED_BY,
    NOTICED_BY_CALLS,
    SOAK,
    STOPPED_ORDERING,
)
from tests.faults.checker import Verdict
from tests.faults.lanes import second_lane
from tests.faults.mutants import MUTANTS, require_mutants
from tests.faults.outcome import Outcome
from tests.faults.points import Plan
from tests.faults.run_case import run_case
from tests.faults.scarcity_cases import HOT_DIALOG, SCARCITY_CASES
from tests.faults.script_cases import SCRIPT_CASES, play_script_case
from tests.faults.small_disks import why_no_small_disks
from tests.faults.stack import FaultStack, fault_stack
from tests.faults.topology_cases import NOTICED_BY_TOPOLOGY, TOPOLOGY_CASES

BESIDE = (STOPPED_ORDERING, *SCARCITY_CASES, *TOPOLOGY_CASES)
"""Played in the second lane, before the mutants."""

GUARDS = {**NOTICED_BY, **NOTICED_BY_TOPOLOGY}
"""The case that must notice each mutant."""

ALONE = (HOT_DIALOG, LOAD)
"""Played last, beside nothing: they measure times and memory."""


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
                processes_each=case.processes_each,
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
    return case.topology, case.settings, case.small_disks, case.processes_each


def _grown(stack: FaultStack, case: Case) -> FaultStack:
    stack.start_workers(case.workers)
    stack.start_hosts(case.hosts)
    return stack


def unknown_among(wanted: Sequence[str]) -> Sequence[str]:
    """Return the names that are neither cases nor mutants: a campaign of them would try nothing."""
    known = known_names()
    return [name for name in wanted if name not in known]


def known_names() -> Sequence[str]:
    """Return what may be asked for."""
    return [*(case.name for case in (*CASES, *BESIDE, *ALONE)), *MUTANTS]


def hold_campaign(folder: Path, *, seed: int, wanted: Sequence[str]) -> Iterator[Outcome]:
    """Play all cases, most in two lanes at once, or those wanted one after the other."""
    if wanted:
        cases = [case for case in (*CASES, *BESIDE, *ALONE) if case.name in wanted]
        mutants = [mutant for mutant in MUTANTS if mutant in wanted]
        yield from _played(folder, cases, mutants, seed=seed)
        return
    with second_lane(folder / "beside", seed=seed, cases=_known_cases()) as beside:
        for outcome in _played(folder, CASES, (), seed=seed):
            yield outcome
            yield from beside.news()
        yield from beside.rest()
    yield from _played(folder / "alone", ALONE, (), seed=seed)


def play_second_lane(folder: Path, *, seed: int) -> Iterator[Outcome]:
    """Play what stands beside the cases of the first lane."""
    return _played(folder, BESIDE, MUTANTS, seed=seed)


def _known_cases() -> Iterator[Case]:
    yield from (*CASES, *BESIDE, *GUARDS.values(), NOTICED_BY_CALLS)


def _played(
    folder: Path, cases: Sequence[Case], mutants: Sequence[str], *, seed: int
) -> Iterator[Outcome]:
    """Play cases and then mutants, each in the case that guards against it."""
    require_mutants()
    stacks = Stacks(folder)
    try:
        for case in cases:
            yield stacks.play(case, seed=seed)
        for mutant in mutants:
            yield stacks.play(GUARDS.get(mutant, NOTICED_BY_CALLS), seed=seed, mutant=mutant)
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
