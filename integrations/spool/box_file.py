"""A file of lines that several processes append to and one of them empties.

Whoever touches it holds its lock, so that no line is added to a file that is just being removed.
"""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

_OWNER_ONLY = 0o600


def append_line(path: Path, line: bytes, *, most_bytes: int) -> None:
    """Add a line that outlives a loss of power; raises OSError, and the file is as it was."""
    with _held(path) as handle:
        size = os.fstat(handle).st_size
        # A torn line is ended first, or it would take this one with it.
        whole = line if _ends_whole(handle, size) else b"\n" + line
        if size + len(whole) > most_bytes:
            raise OSError(errno.EDQUOT, "the file has no room for another line")
        try:
            _write(handle, whole)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
        if not size:
            _sync_folder(path.parent)


def take_lines(path: Path, *, start: int) -> tuple[Sequence[bytes], bytes]:
    """Return the lines from `start` on; when there are none, remove the file.

    The second value is what a torn write left at the end of a removed file.
    """
    with _held(path) as handle:
        rest = os.pread(handle, max(0, os.fstat(handle).st_size - start), start)
        whole, ended, torn = rest.rpartition(b"\n")
        if ended:
            return (whole + ended).splitlines(keepends=True), b""
        path.unlink()
        return (), torn


@contextmanager
def _held(path: Path) -> Iterator[int]:
    """Open the file that has this name now, made when there is none, and keep others off."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, _OWNER_ONLY)
        try:
            flock(handle, LOCK_EX)
            if _is_still(path, handle):
                yield handle
                return
        finally:
            os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _ends_whole(handle: int, size: int) -> bool:
    return size == 0 or os.pread(handle, 1, size - 1) == b"\n"


def _write(handle: int, whole: bytes) -> None:
    if os.write(handle, whole) != len(whole):
        raise OSError(errno.ENOSPC, "the line was cut short")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
