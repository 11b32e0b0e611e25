"""Creates each thing of an effect once, though any attempt may die or stay without an answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine.errors import CallNotRun, CallRefused
from engine.ports.executors import Trail
from integrations.bitrix24.portal import SYSTEM


@dataclass
class CreationSteps:
    """Remembers in the journal what was made and what was tried.

    Bitrix24 takes no idempotency key and does not keep origins unique, so a thing is looked for
    before it is created, and looked for in vain is believed only when no earlier call can still
    be running.
    """

    trail: Trail
    longest_call_seconds: float
    """From the mark before a call to the end of the work on it: it may go out as late as its own
    time limit, and a portal works on it for a while though nobody awaits the answer (limits.md)."""
    _made: dict[str, int] = field(default_factory=dict)
    _tried: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        kept = _read(self.trail.marker)
        self._made = {str(name): int(made) for name, made in kept.get("made", {}).items()}
        self._tried = {str(name) for name in kept.get("tried", ())}
        # Every call is marked before it is made: none of an earlier attempt is younger than that.
        self._youngest_call_seconds = self.trail.marked_seconds_ago

    def once(self, what: str, *, find: Callable[[], int | None], create: Callable[[], int]) -> int:
        """Return the id of a thing that exists once, whether made now or before.

        Raises CallNotRun while an earlier call may still make it.
        """
        made = self._made.get(what)
        if made is not None:
            return made
        found = find()
        if found is not None:
            self._note(what, found)
            return found
        self._wait_for_late_arrival(what)
        self._tried.add(what)
        self._mark()
        try:
            created = create()
        except (CallNotRun, CallRefused):
            self._tried.remove(what)
            self._mark()
            raise
        self._note(what, created)
        return created

    def _wait_for_late_arrival(self, what: str) -> None:
        remaining = self.longest_call_seconds - self._youngest_call_seconds
        if what in self._tried and remaining > 0:
            raise CallNotRun(
                f"{SYSTEM}: an earlier call may still create the {what}",
                system=SYSTEM,
                operation=what,
                remote_code="MAY_STILL_RUN",
                retry_after_seconds=remaining,
            )

    def _note(self, what: str, made: int) -> None:
        self._made[what] = made
        self._mark()

    def _mark(self) -> None:
        self.trail.mark(json.dumps({"made": self._made, "tried": sorted(self._tried)}))


class NoTrail:
    """The trail of an attempt that nobody records: it begins and ends in one call."""

    marker = ""
    marked_seconds_ago = 0.0

    def mark(self, marker: str) -> None:
        """Forget it."""


def _read(marker: str) -> dict[str, Any]:
    if not marker:
        return {}
    kept = json.loads(marker)
    return kept if isinstance(kept, dict) else {}
