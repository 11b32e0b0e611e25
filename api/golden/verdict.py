"""The verdict over a run: one line and one exit code that say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from api.golden.gates import GateResult
from api.golden.suite_run import SuiteRun

Word = Literal["OK", "FAILED", "GATE_NOT_MET"]


@dataclass(frozen=True)
class Verdict:
    """How a run ended; cases that failed come before gates that were not met."""

    word: Word
    line: str
    unmet: Sequence[GateResult] = ()


def verdict_of(run: SuiteRun, gates: Sequence[GateResult] = ()) -> Verdict:
    """Judge a run by its outcomes and by the gates it did not meet."""
    unmet = tuple(gate for gate in gates if not gate.met)
    word: Word = "FAILED" if run.bad else "GATE_NOT_MET" if unmet else "OK"
    played = len(run.once)
    counted = f"{played - len(run.bad)} of {played} cases hold"
    missed = f", {len(unmet)} gates not met" if unmet else ""
    version = run.subject.policy.version
    line = f"golden {word}: {counted}{missed}; {run.suite}, {version}, {run.seconds:.1f} s"
    return Verdict(word, line, unmet)
