"""What came of a golden case."""

from dataclasses import dataclass
from typing import Literal

from api.golden.case import GoldenCase, Turn
from api.golden.comparison import Mismatch
from api.golden.observed import Observed
from api.golden.subject import Pass

Status = Literal["passed", "failed", "error", "skipped"]
Variant = Literal["once", "twice"]


@dataclass(frozen=True)
class TurnOutcome:
    """What one turn came to, with every pass of the rules that it took."""

    turn: Turn
    seen: Observed
    mismatches: tuple[Mismatch, ...]
    passes: tuple[Pass, ...] = ()

    @property
    def seconds(self) -> tuple[float, ...]:
        """How long each pass took."""
        return tuple(taken.seconds for taken in self.passes)


@dataclass(frozen=True)
class CaseOutcome:
    """What a case came to; it is played until the first turn that goes wrong."""

    case: GoldenCase
    status: Status
    turns: tuple[TurnOutcome, ...] = ()
    variant: Variant = "once"
    reason: str = ""
    """Why it was skipped, or what broke."""
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        return self.status in {"passed", "skipped"}

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        return tuple(mismatch for turn in self.turns for mismatch in turn.mismatches)
