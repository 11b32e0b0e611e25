"""One run of golden cases against one ruleset version."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fnmatch import fnmatch
from typing import get_args

from api.golden.case import GoldenCase, Suite
from api.golden.on_cores import Told, on_cores, untold
from api.golden.outcome import CaseOutcome, Variant
from api.golden.play import play
from api.golden.subject import Subject
from engine.ports.clock import Clock

_CASES_AT_ONCE = 20
_WORTH_A_PROCESS = 200
"""Fewer cases are played before another process has come up."""


@dataclass(frozen=True)
class SuiteRun:
    """What was run, when, against what, and what came of it."""

    suite: Suite
    pattern: str | None
    """The part of the suite that was asked for; None for all of it."""
    started: datetime
    subject: Subject
    cases: Sequence[GoldenCase]
    """The cases of the suite, whether played or not."""
    outcomes: Sequence[CaseOutcome]
    seconds: float

    @property
    def bad(self) -> Sequence[CaseOutcome]:
        """The outcomes that are not good, each case once."""
        seen: dict[str, CaseOutcome] = {}
        for outcome in self.outcomes:
            if not outcome.is_good:
                seen.setdefault(outcome.case.id, outcome)
        return tuple(seen.values())

    @property
    def once(self) -> Sequence[CaseOutcome]:
        """One outcome per case: events delivered once."""
        return tuple(outcome for outcome in self.outcomes if outcome.variant == "once")


def run_suite(
    cases: Iterable[GoldenCase],
    subject: Subject,
    clock: Clock,
    *,
    suite: Suite = "smoke",
    pattern: str | None = None,
    told: Told = untold,
) -> SuiteRun:
    """Play every case of a suite with each event delivered once, and twice."""
    started, began = datetime.fromtimestamp(clock.now(), UTC), clock.monotonic()
    listed = [case for case in cases if suite == "extended" or case.suite == "smoke"]
    wanted = [case for case in listed if pattern is None or fnmatch(case.id, pattern)]

    def variants(number: int) -> Sequence[CaseOutcome]:
        return _variants(wanted[number], subject, clock, today=started.date())

    outcomes: list[CaseOutcome] = []
    for played, found in enumerate(_each(variants, len(wanted)), start=1):
        outcomes.extend(found)
        told(played, len(wanted))
    return SuiteRun(suite, pattern, started, subject, listed, outcomes, clock.monotonic() - began)


def _each(
    variants: Callable[[int], Sequence[CaseOutcome]], count: int
) -> Iterator[Sequence[CaseOutcome]]:
    if count < _WORTH_A_PROCESS:
        return map(variants, range(count))
    return on_cores(variants, count, at_once=_CASES_AT_ONCE)


def _variants(
    case: GoldenCase, subject: Subject, clock: Clock, *, today: date
) -> Sequence[CaseOutcome]:
    variants: tuple[Variant, ...] = get_args(Variant)
    if case.skip is not None:
        variants = variants[:1]
    return [play(case, subject, clock, today=today, variant=variant) for variant in variants]
