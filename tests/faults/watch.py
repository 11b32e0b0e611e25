"""Puts failpoints and a trace around the ports of a process; the product knows of neither."""

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.ports.dialogs import Busy, Claim
from engine.ports.effects_journal import Started
from engine.ports.order_desk import NotNow
from tests.faults.points import TRACES, Points

POINTS_OF: Mapping[str, tuple[str | None, str | None]] = {
    "claim": ("before_claim", "after_claim"),
    "renew": ("in_renew", None),
    "commit": ("before_commit", "after_commit"),
    "release": ("before_release", "after_release"),
    "start": ("before_start", "after_start"),
    "mark": (None, "after_mark"),
    "finish": ("before_finish", "after_finish"),
    "begin_sending": (None, "mid_order"),
    "held_seconds": (None, None),
    "enqueue": ("before_enqueue", "after_enqueue"),
}
"""The points before and after each watched call, by the names that the ports give them."""


@dataclass(frozen=True)
class Watch:
    """The points and the trace of one process."""

    points: Points
    trace: "Trace"

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the call with its points, leaving a line in the trace once it is answered."""
        before, after = POINTS_OF[name]

        def watched(*arguments: Any, **named: Any) -> Any:
            if before:
                self.points.reach(before)
            begun = time.monotonic()
            answer = call(*arguments, **named)
            subject = answer if isinstance(answer, Claim) else next(iter(arguments), None)
            self.trace.write(name, subject, answer, begun=begun, named=named)
            if after:
                self.points.reach(after)
            return answer

        return watched


class Watched:
    """A port whose calls are watched; everything else of it is as ever."""

    def __init__(self, port: object, watch: Watch) -> None:
        self._port = port
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        return self._watch.around(name, found) if name in POINTS_OF else found


class Trace:
    """Writes down what the store answered, in the order of one clock for all processes."""

    def __init__(self, folder: Path) -> None:
        path = folder / TRACES / f"{os.getpid()}.jsonl"
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(
        self, name: str, subject: object, answer: object, *, begun: float, named: Mapping[str, Any]
    ) -> None:
        line = {
            "call": name,
            "begun": begun,
            "answered": time.monotonic(),
            "pid": os.getpid(),
            "dialog": getattr(subject, "dialog", named.get("dialog", "")),
            "fence": getattr(subject, "fence", 0),
            "answer": _words(answer),
            "detail": answer.seconds if isinstance(answer, NotNow) else str(named.get("state", "")),
        }
        os.write(self._file, (json.dumps(line) + "\n").encode())


def _words(answer: object) -> str:
    match answer:
        case Claim():
            return "claimed"
        case Busy():
            return "busy"
        case Started():
            return "started"
        case NotNow():
            return answer.reason
        case _:
            return str(answer)
