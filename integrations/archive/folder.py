"""A folder of JSON lines that only grow: one open file, closed ones compressed."""

import fcntl
import gzip
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

_OPEN = "archive.jsonl"
_LOCK = "archive.lock"


class ArchiveFolder:
    """Appends lines durably and turns the file over at a size; one writer at a time on a host."""

    def __init__(self, directory: Path, *, megabytes: int, now: Callable[[], float]) -> None:
        self._directory = directory
        self._most_bytes = megabytes * 1024 * 1024
        self._now = now

    def append(self, lines: Sequence[bytes]) -> None:
        """Write lines and wait until they are on the disk; raises OSError when they are not."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            path = self._directory / _OPEN
            with _appending(path) as file:
                _write(file, b"".join(line + b"\n" for line in lines))
            if path.stat().st_size >= self._most_bytes:
                self._turn_over(path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        file = os.open(self._directory / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    def _turn_over(self, path: Path) -> None:
        """Close the file under a name of its time; pack it, and what a crash left unpacked."""
        moment = datetime.fromtimestamp(self._now(), tz=UTC).strftime("%Y%m%dT%H%M%S%f")
        path.rename(path.with_name(f"archive-{moment}.jsonl"))
        for closed in sorted(self._directory.glob("archive-*.jsonl")):
            _pack(closed)
        _sync_folder(self._directory)


def _pack(closed: Path) -> None:
    """Put a compressed copy in the place of a file, whole or not at all."""
    unfinished = closed.with_name(f"{closed.name}.gz.part")
    written = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(written, "wb") as target:
        with closed.open("rb") as source, gzip.GzipFile(fileobj=target, mode="wb") as packed:
            shutil.copyfileobj(source, packed)
        target.flush()
        os.fsync(target.fileno())
    unfinished.rename(closed.with_name(f"{closed.name}.gz"))
    closed.unlink()


@contextmanager
def _appending(path: Path) -> Iterator[int]:
    """Open the file to append; a line that a crash cut off ends where it was cut."""
    is_new = not path.exists()
    file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
    try:
        size = os.fstat(file).st_size
        if size and os.pread(file, 1, size - 1) != b"\n":
            _write(file, b"\n")
        yield file
        os.fsync(file)
        if is_new:
            _sync_folder(path.parent)
    finally:
        os.close(file)


def _write(file: int, content: bytes) -> None:
    while content:
        content = content[os.write(file, content) :]


def _sync_folder(directory: Path) -> None:
    folder = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
