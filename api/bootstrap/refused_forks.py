"""gunicorn's master outlives a fork that the machine refuses, and those that serve with it."""

import os
from collections.abc import Callable
from typing import Protocol

import structlog

log = structlog.get_logger()

NEXT_LOOK_SECONDS = 1.0
"""So long the master waits at most until it looks again whether a process is missing."""


class Master(Protocol):
    """What gunicorn calls its arbiter."""

    spawn_worker: Callable[[], int | None]
    """Forks; returns the pid, and in the new process never."""


def try_refused_forks_later(server: Master) -> None:
    """Let a process that cannot be forked be missing until the next look of the master.

    gunicorn has no hook around its fork: the error would end its loop, and all who serve.
    In a reload nobody is missing afterwards, so there the process before serves on until the next.
    """
    spawn, master = server.spawn_worker, os.getpid()

    def spawn_if_possible() -> int | None:
        try:
            return spawn()
        except OSError:  # too many processes or open files, or no memory
            if os.getpid() != master:
                raise  # in a new process, which must not become a second master
            log.warning("worker_not_forked", tries_in_seconds=NEXT_LOOK_SECONDS)
            return None

    server.spawn_worker = spawn_if_possible
