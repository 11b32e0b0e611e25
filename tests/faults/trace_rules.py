"""What must hold in the trace of all processes, though nobody outside would see it broken."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.points import TRACES

Line = Mapping[str, Any]

_WRITES: Mapping[str, frozenset[str]] = {
    "commit": frozenset({"ok"}),
    "start": frozenset({"started"}),
    "mark": frozenset({"True"}),
    "release": frozenset({"True"}),
    "renew": frozenset({"True"}),
}
"""Calls that only the owner of a dialog may make, and the answers that let them through."""

HELD = "ORDERS_HELD"
HELD_TOLERANCE_SECONDS = 0.5
"""Between what the store said and what is written down here."""

_DISOWNED = frozenset({"conflict", "gone"})


@dataclass(frozen=True)
class TraceMark:
    """How far each file of the trace had come at a moment."""

    read: Mapping[str, int]


def mark_trace(folder: Path) -> TraceMark:
    """Remember how far the trace has come: what follows is of the next case."""
    return TraceMark({path.name: path.stat().st_size for path in (folder / TRACES).iterdir()})


def read_trace(folder: Path, since: TraceMark) -> Sequence[Line]:
    """Return what all processes have written since, in the order of their answers."""
    lines: list[Line] = []
    for path in (folder / TRACES).iterdir():
        with path.open("rb") as file:
            file.seek(since.read.get(path.name, 0))
            # A process may be writing its last line, or have died in it.
            lines += [json.loads(line) for line in file if line.endswith(b"\n")]
    return sorted(lines, key=lambda line: float(line["answered"]))


def broken_rules(lines: Sequence[Line], *, one_history: bool = True) -> Sequence[str]:
    """Say which rules are broken, and where.

    A store that forgets what it has said gives fences anew, and refuses what it has forgotten.
    """
    broken = [*_sent_while_held(lines)]
    if one_history:
        broken += [*_written_by_old_holders(lines), *_own_writes_refused(lines)]
    return broken


def is_hold_seen(lines: Sequence[Line]) -> bool:
    """Say whether anybody saw that another master took over and orders are held."""
    return any(_held_seconds(line) for line in lines)


def effects_done(lines: Sequence[Line]) -> int:
    """Count the effects whose success was recorded."""
    return sum(line["call"] == "finish" and line["detail"] == "succeeded" for line in lines)


def _written_by_old_holders(lines: Sequence[Line]) -> Iterator[str]:
    """An old holder writes nothing: its calls are let through only until the next one claims."""
    claimed: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for line in lines:
        if line["answer"] == "claimed":
            fences = claimed[line["dialog"]]
            highest = max(line["fence"], fences[-1][1] if fences else 0)
            fences.append((line["answered"], highest))
    for line in lines:
        if line["answer"] not in _WRITES.get(line["call"], ()):
            continue
        fences = claimed[line["dialog"]]
        before = bisect_left(fences, (line["begun"], 0))
        if before and fences[before - 1][1] > line["fence"]:
            yield (
                f"{line['dialog']}: {line['call']} of fence {line['fence']} was let through"
                f" after {fences[before - 1][1]} was given"
            )


def _own_writes_refused(lines: Sequence[Line]) -> Iterator[str]:
    """A commit under the lock meets nobody else's: only its own, repeated, could stand there."""
    for line in lines:
        if line["call"] == "commit" and line["answer"] in _DISOWNED:
            yield f"{line['dialog']}: commit of fence {line['fence']} answered {line['answer']}"


def _sent_while_held(lines: Sequence[Line]) -> Iterator[str]:
    """Nothing is sent before the time is over that the first who looked was told."""
    until = 0.0
    for line in lines:
        held = _held_seconds(line)
        if held:
            until = max(until, line["answered"] + held - HELD_TOLERANCE_SECONDS)
        sent = line["call"] == "begin_sending" and line["answer"] == "True"
        if sent and line["answered"] < until:
            yield f"an order was sent {until - line['answered']:.0f} s too early"


def _held_seconds(line: Line) -> float:
    if line["answer"] == HELD:
        return float(line["detail"])
    return float(line["answer"]) if line["call"] == "held_seconds" else 0.0
