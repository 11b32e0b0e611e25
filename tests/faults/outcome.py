"""What came of a case, and the table of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.case import Case
from tests.faults.checker import Verdict


@dataclass(frozen=True)
class Outcome:
    """One row of the table."""

    case: Case
    mutant: str
    kills: int
    messages: int
    effects: int
    left: int
    verdict: Verdict
    complaints: tuple[str, ...] = ()
    """What else was not as it must be: events refused, blows that never fell, no end."""
    notes: tuple[str, ...] = ()
    """Times and memory, where the case is about them."""
    skipped: str = ""
    """Why it could not be played here."""

    @property
    def wrong(self) -> tuple[str, ...]:
        return (*self.verdict.wrong, *self.complaints)

    @property
    def passed(self) -> bool:
        """Say whether the case shows what it must: a mutant must be noticed."""
        return self._noticed if self.mutant else not self.wrong

    @property
    def _noticed(self) -> bool:
        # A mutant's case ends with the first sure sign; without any, what is lost is lost.
        lost = bool(self.verdict.lost) and not self.complaints
        return bool(self.verdict.surely_wrong) or lost

    @property
    def lost(self) -> str:
        """Say how much is lost; not known of a case that ended before all was done."""
        cut_short = self.mutant and self.verdict.surely_wrong
        return "-" if cut_short else str(len(self.verdict.lost))


HEAD = ("case", "kills", "messages", "effects", "lost", "doubled", "out of order", "left", "inside")


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the table that ends a campaign."""
    rows = [HEAD, *(_row(outcome) for outcome in outcomes)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    told = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    ends = ["", *(_ending(outcome) for outcome in outcomes)]
    return "\n".join(f"{line}  {end}".rstrip() for line, end in zip(told, ends, strict=True))


def _row(outcome: Outcome) -> tuple[str, ...]:
    verdict = outcome.verdict
    name = f"F17 {outcome.mutant} in {outcome.case.name}" if outcome.mutant else outcome.case.name
    numbers = (
        *(outcome.kills, outcome.messages, outcome.effects, outcome.lost),
        *(len(verdict.doubled), len(verdict.reordered), outcome.left, len(verdict.broken)),
    )
    return (name, *map(str, numbers))


def _ending(outcome: Outcome) -> str:
    if outcome.skipped:
        return f"SKIPPED: {outcome.skipped}"
    if outcome.mutant:
        return "noticed" if outcome.passed else "SURVIVES"
    ending = outcome.case.what if outcome.passed else f"FAILED: {outcome.wrong[0]}"
    return "; ".join((ending, *outcome.notes))
