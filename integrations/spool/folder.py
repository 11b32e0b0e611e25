"""The spool of one host: a file per dialog, shared by all web processes of the installation."""

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeVar

import gevent
import structlog

from engine.errors import SpoolUnavailable
from engine.messages import DialogKey
from engine.ports.clock import Clock
from engine.ports.metrics import Metrics
from engine.ports.spool import Spooled, SpooledMessage
from integrations.spool.box_file import append_line, take_lines
from integrations.spool.line import Line, write_line

log = structlog.get_logger()

T = TypeVar("T")

MOST_BYTES_OF_A_DIALOG = 1024 * 1024
"""About a thousand messages; more is abuse, not a conversation."""

_BLOCK = 4096
"""What the smallest file takes on a disk."""
_COUNTED_SECONDS = 0.5
_OWNER_ONLY = 0o700
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

Aside = Literal["expired", "broken"]


@dataclass(frozen=True)
class Standing:
    """What waits in the spool."""

    dialogs: int
    used_bytes: int
    full: bool
    """Nothing more can wait."""
    set_aside: bool
    """There is something that will never be replayed."""


class SpoolFolder:
    """Keeps lines durably, in order per dialog, up to a limit; implements engine.ports.spool.

    Files are written by threads of gevent's pool: a slow disk must not stop other requests.
    """

    def __init__(
        self, directory: Path, *, limit_bytes: int, clock: Clock, metrics: Metrics
    ) -> None:
        self.directory = directory
        self.limit_bytes = limit_bytes
        self._waiting = directory / "waiting"
        self._prefix = f"{self._waiting}{os.sep}"
        self._aside = directory / "set-aside"
        self._clock = clock
        self._metrics = metrics
        self._counted = (0, float("-inf"))

    def prepare(self) -> None:
        """Make the folders, readable by their owner only; raises OSError."""
        for folder in (self.directory, self._waiting, self._aside):
            folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)

    def holds(self, dialog: DialogKey) -> bool:
        """Say whether something of the dialog waits: what comes later must wait behind it."""
        return os.access(self._name(dialog), os.F_OK)

    def keep(self, spooled: Spooled) -> None:
        """Add a line; raises SpoolUnavailable."""
        line = write_line(Line(spooled, self._clock.now()))
        try:
            apart(lambda: self._append(self._box(_owner(spooled)), line))
        except OSError as error:
            self._metrics.count("spool_lines", result="refused")
            log.exception("spool_failed", reason=_named(error))
            raise SpoolUnavailable(
                "the spool cannot keep it",
                code="SPOOL_FULL" if error.errno in _NO_ROOM else "SPOOL_UNAVAILABLE",
            ) from error
        self._metrics.count("spool_lines", result="kept")

    def boxes(self) -> Sequence[Path]:
        """Return the files that wait, the one silent for longest first."""
        return [Path(entry.path) for _, entry in sorted(self._entries(), key=lambda row: row[0])]

    def take(self, box: Path, *, start: int) -> Sequence[bytes]:
        """Return the lines of a file from `start` on; a file that has no more is gone then."""
        lines, torn = apart(lambda: take_lines(box, start=start))
        if torn:
            self.set_aside(torn + b"\n", "broken")
        return lines

    def set_aside(self, line: bytes, why: Aside) -> None:
        """Keep a line that will never be replayed for a person, as long as there is room."""
        self._metrics.count("spool_lines", result=why)
        log.error("spool_line_set_aside", reason=why)
        place = self._aside / f"{why}.jsonl"
        try:
            if place.exists() and place.stat().st_size > self.limit_bytes // 4:
                place.replace(place.with_suffix(".old"))
            apart(lambda: append_line(place, line, most_bytes=self.limit_bytes))
        except OSError as error:
            log.exception("spool_failed", reason=_named(error))

    def standing(self) -> Standing:
        """Say what waits now."""
        sizes = [size for (_, size), _ in self._entries()]
        used = sum(_on_disk(size) for size in sizes)
        return Standing(
            dialogs=len(sizes),
            used_bytes=used,
            full=used + _BLOCK > self.limit_bytes,
            set_aside=any(self._aside.iterdir()),
        )

    def _append(self, box: Path, line: bytes) -> None:
        if self._used() + _BLOCK > self.limit_bytes:
            raise OSError(errno.EDQUOT, "the spool is as large as it may be")
        append_line(box, line, most_bytes=MOST_BYTES_OF_A_DIALOG)

    def _used(self) -> int:
        used, until = self._counted
        if self._clock.monotonic() >= until:
            used = self.standing().used_bytes
            self._counted = (used, self._clock.monotonic() + _COUNTED_SECONDS)
        return used

    def _entries(self) -> Iterator[tuple[tuple[float, int], os.DirEntry[str]]]:
        with os.scandir(self._waiting) as found:
            for entry in found:
                try:
                    stood = entry.stat()
                except FileNotFoundError:
                    continue
                yield (stood.st_mtime, stood.st_size), entry

    def _box(self, owner: str) -> Path:
        # A digest: a dialog's name must neither choose a path nor be read off a folder.
        return Path(self._name(owner))

    def _name(self, owner: str) -> str:
        return f"{self._prefix}{sha256(owner.encode()).hexdigest()[:32]}.jsonl"


def apart(work: Callable[[], T]) -> T:
    """Do blocking work in a thread while other greenlets go on; raises its OSError."""
    done: T | OSError = gevent.get_hub().threadpool.apply(_or_error, (work,))
    if isinstance(done, OSError):
        raise done
    return done


def _or_error(work: Callable[[], T]) -> T | OSError:
    # gevent prints what a thread raises, past our own log.
    try:
        return work()
    except OSError as error:
        return error


def _named(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "unknown")


def _owner(spooled: Spooled) -> str:
    if isinstance(spooled, SpooledMessage):
        return spooled.dialog
    return f"{spooled.member_id} lead {spooled.lead_id}"


def _on_disk(size: int) -> int:
    return max(1, -(-size // _BLOCK)) * _BLOCK
