"""Puts what waits on this host into the store, in order per dialog, once the store takes it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from engine.errors import CortexError, SpoolUnavailable, StoreUnavailable
from engine.messages import DocumentInvalid, marked_late
from engine.ports.clock import Clock
from engine.ports.inbox import Enqueued, Inbox
from engine.ports.metrics import Metrics
from engine.ports.spool import Spooled, SpooledLead, SpooledMessage
from integrations.spool.as_written import as_written
from integrations.spool.folder import SpoolFolder
from integrations.spool.line import LineBroken, read_line

log = structlog.get_logger()

LATE_SECONDS = 15 * 60.0
"""After so long a yes may no longer be meant: it is asked for again."""


@dataclass
class _Progress:
    """How far a file is dealt with: all before `start`, and the lines that begin at `done`."""

    start: int = 0
    done: set[int] = field(default_factory=set)

    def left_of(self, lines: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        """Return what is not dealt with of the lines from `start` on, and where each begins."""
        begins = self.start
        for line in lines:
            if begins not in self.done:
                yield begins, line
            begins += len(line)

    def pass_over(self, lines: Sequence[bytes]) -> None:
        self.start += sum(map(len, lines))
        self.done.clear()


class ReplaySpool:
    """One round over all files, in one process per host.

    A crash in the middle of a file repeats its lines, which the store knows for seven days.
    """

    def __init__(
        self,
        folder: SpoolFolder,
        *,
        inbox: Inbox,
        lead_changed: Callable[[SpooledLead], object],
        clock: Clock,
        metrics: Metrics,
        most_seconds: float,
    ) -> None:
        self._folder = folder
        self._inbox = inbox
        self._lead_changed = lead_changed
        self._clock = clock
        self._metrics = metrics
        self._most_seconds = most_seconds
        self._progress: dict[Path, _Progress] = {}

    def __call__(self) -> None:
        """Replay what the store takes; raises StoreUnavailable when it takes nothing."""
        for box in self._folder.boxes():
            try:
                self._replay(box)
            except StoreUnavailable:
                raise
            except CortexError as error:
                # Other dialogs may go on; this one waits until a person has mended what is wrong.
                log.warning("spool_waits", code=error.code)
        self._metrics.gauge("spool_bytes", float(self._folder.standing().used_bytes))

    def _replay(self, box: Path) -> None:
        progress = self._progress.setdefault(box, _Progress())
        # Only what is dealt with as a whole is passed over: a file that has no more is removed.
        while lines := self._folder.take(box, start=progress.start):
            for begins, line in as_written(progress.left_of(lines)):
                if not self._replayed(line):
                    return
                progress.done.add(begins)
            progress.pass_over(lines)
        del self._progress[box]

    def _replayed(self, written: bytes) -> bool:
        """Deal with a line; False when its dialog has no room yet."""
        try:
            line = read_line(written)
        except LineBroken:
            self._folder.set_aside(written, "broken")
            return True
        waited = self._clock.now() - line.at
        if waited > self._most_seconds:
            self._folder.set_aside(written, "expired")
            return True
        if not self._stored(line.spooled, late=waited > LATE_SECONDS):
            return False
        self._metrics.count("spool_lines", result="replayed")
        return True

    def _stored(self, spooled: Spooled, *, late: bool) -> bool:
        if isinstance(spooled, SpooledMessage):
            stored = self._inbox.enqueue(
                dialog=spooled.dialog,
                event_key=spooled.event_key,
                document=_as_late(spooled.document) if late else spooled.document,
                order=spooled.order,
            )
            return stored is not Enqueued.FULL
        try:
            self._lead_changed(spooled)
        except SpoolUnavailable:
            # Its dialog waits here too, and nothing more fits: the others make room.
            return False
        return True


def _as_late(document: str) -> str:
    try:
        return marked_late(document)
    except DocumentInvalid:
        # Of another version of Cortex; the worker that can read it, or sets it aside, decides.
        return document
