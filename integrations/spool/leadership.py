"""One process of a host replays the spool; when it dies another one does."""

import os
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path


class Leadership:
    """The lock of a file, held until the process ends; the kernel gives it back then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def held(self) -> bool:
        """Say whether this process leads, taking the lead if nobody has it."""
        if self._handle is not None:
            return True
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def give_up(self) -> None:
        """Let another process lead."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
