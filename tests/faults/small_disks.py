"""Small file systems for Redis and the spool: they can be full without harm to anybody else."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

REDIS, SPOOL = "redis", "spool"
_MEGABYTES = 8
_BALLAST = "ballast"
_PIECE = b"\0" * 4096


def why_no_small_disks() -> str:
    """Say why none can be made here, "" when they can."""
    with TemporaryDirectory() as folder:
        try:
            with _mounted(Path(folder)):
                return ""
        except (OSError, subprocess.CalledProcessError):
            return "only root may mount a small file system"


@contextmanager
def small_disks(folder: Path) -> Iterator[None]:
    """Put what Redis and the spool of a stack write on disks of their own; gone with the block."""
    with ExitStack() as mounted:
        for name in (REDIS, SPOOL):
            (folder / name).mkdir(parents=True)
            mounted.enter_context(_mounted(folder / name))
        yield


@contextmanager
def filled(folder: Path, *, but: int = 0) -> Iterator[None]:
    """Leave no room on a disk but so many bytes; within the block."""
    ballast = folder / _BALLAST
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(_PIECE)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
        file.truncate(max(0, os.fstat(file.fileno()).st_size - but))
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    options = f"size={_MEGABYTES}m,mode=0700"
    mount = ["/bin/mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    subprocess.run(mount, check=True, capture_output=True)  # noqa: S603 - our own words
    try:
        yield
    finally:
        # Lazily: who has not ended yet keeps its open files, and nothing is left to see.
        subprocess.run(["/bin/umount", "-l", str(folder)], check=True)  # noqa: S603 - the same
