"""The verdict over a run: one line and one exit code that say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from api.golden.suite_run import SuiteRun

Word = Literal["OK", "FAILED", "GATE_NOT_MET"]


@dataclass(frozen=True)
class Verdict:
    """How a run ended; cases that failed come before gates that were not met."""

    word: Word
    line: str
    gates: Sequence[str] = ()


def verdict_of(run: SuiteRun, gates: Sequence[str] = ()) -> Verdict:
    """Judge a run by its outcomes and by the gates it did not meet."""
    word: Word = "FAILED" if run.bad else "GATE_NOT_MET" if gates else "OK"
    played = len(run.once)
    counted = f"{played - len(run.bad)} of {played} cases hold"
    missed = f", {len(gates)} gates not met" if gates else ""
    version = run.subject.policy.version
    line = f"golden {word}: {counted}{missed}; {run.suite}, {version}, {run.seconds:.1f} s"
    return Verdict(word, line, gates)
