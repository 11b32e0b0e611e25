"""A run with everything that was found about it: what reports tell of."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.golden.accepted import Changes, changes_since, read_accepted
from api.golden.case import GoldenCase
from api.golden.coverage import Coverage, coverage_of
from api.golden.gates import GateResult, judge
from api.golden.suite_file import read_gates
from api.golden.suite_run import SuiteRun
from api.golden.verdict import Verdict, verdict_of


@dataclass(frozen=True)
class JudgedRun:
    """One run, its coverage, its gates and the verdict over it."""

    run: SuiteRun
    coverage: Coverage
    changes: Changes
    gates: Sequence[GateResult]
    verdict: Verdict


def judged(run: SuiteRun, folder: Path, cases: Sequence[GoldenCase]) -> JudgedRun:
    """Judge a run by the gates and the accepted cases of a folder."""
    subject = run.subject
    passes = (taken for outcome in run.once for turn in outcome.turns for taken in turn.passes)
    coverage = coverage_of(subject.policy.release.rules, passes)
    changes = changes_since(read_accepted(folder), cases)
    gates = judge(run, read_gates(folder, subject.contract.vocabulary), coverage, changes)
    return JudgedRun(run, coverage, changes, gates, verdict_of(run, gates))
