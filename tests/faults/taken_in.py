"""How fast events were offered, and how fast they were taken in."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.trace_rules import Line

SMALLEST_SHARE = 0.95
"""So much of the rate that is offered must be taken in."""


@dataclass(frozen=True)
class Posted:
    """One event: when it was due, first posted and taken in, and what was said to each post."""

    due: float
    posted: float
    taken: float
    statuses: tuple[int | None, ...]


@dataclass(frozen=True)
class TakenIn:
    """Events of one stream."""

    posted: Sequence[Posted]

    @property
    def offered_per_second(self) -> float:
        """As they were due."""
        return _rate([one.due for one in self.posted])

    @property
    def taken_per_second(self) -> float:
        """From the first that was due to the last that was taken in."""
        first = min(one.due for one in self.posted)
        return _rate([first, *sorted(one.taken for one in self.posted)[1:]])

    @property
    def is_too_slow(self) -> bool:
        return self.taken_per_second < SMALLEST_SHARE * self.offered_per_second

    def told(self) -> str:
        """Return it in words, times counted from when an event was due."""
        again = sum(len(one.statuses) > 1 for one in self.posted)
        waits = sorted(one.taken - one.due for one in self.posted)
        late = max(one.posted - one.due for one in self.posted)
        shares = ", ".join(
            f"{s:.0%} in {1000 * _share(waits, s):.0f} ms" for s in (0.5, 0.95, 0.99)
        )
        return (
            f"offered {self.offered_per_second:.1f}/s, taken in {self.taken_per_second:.1f}/s: "
            f"{shares}, all in {waits[-1]:.1f} s; {again} posted again; "
            f"the first post {late:.1f} s late at most"
        )


def drained(lines: Sequence[Line], *, said: float) -> str:
    """Say how long the work took that was left after the last word, but for the slowest of it."""
    decided = sorted(
        line["answered"] for line in lines if (line["call"], line["answer"]) == ("commit", "ok")
    )
    return f"99% of messages decided {max(0.0, _share(decided, 0.99) - said):.0f} s after it"


def _rate(moments: Sequence[float]) -> float:
    span = max(moments) - min(moments)
    return (len(moments) - 1) / span if span else 0.0


def _share(sorted_values: Sequence[float], share: float) -> float:
    return sorted_values[int(share * (len(sorted_values) - 1))]
