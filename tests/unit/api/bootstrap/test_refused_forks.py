"""A machine that forks no more for a while does not end gunicorn's master."""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from api.bootstrap.refused_forks import Master, try_refused_forks_later

PID = 4711


@dataclass
class AMaster(Master):
    """Forks in whatever way it is given."""

    spawn_worker: Callable[[], int | None]


def refuse() -> int:
    raise BlockingIOError(errno.EAGAIN, "no more processes")


def fail_otherwise() -> int:
    raise RuntimeError("a fault of our own")


def test_a_fork_is_as_ever_where_the_machine_allows_it() -> None:
    master = AMaster(lambda: PID)

    try_refused_forks_later(master)

    assert master.spawn_worker() == PID


def test_a_refused_fork_is_told_and_leaves_a_process_missing() -> None:
    master = AMaster(refuse)

    try_refused_forks_later(master)
    with capture_logs() as logs:
        pid = master.spawn_worker()

    assert pid is None
    assert [line["event"] for line in logs] == ["worker_not_forked"]


def test_what_else_fails_is_not_hidden() -> None:
    master = AMaster(fail_otherwise)

    try_refused_forks_later(master)

    with pytest.raises(RuntimeError):
        master.spawn_worker()


def test_a_new_process_that_fails_does_not_go_on_as_a_second_master() -> None:
    master = AMaster(refuse)
    try_refused_forks_later(master)

    new = os.fork()
    if new == 0:
        try:
            master.spawn_worker()
        except OSError:
            os._exit(7)
        os._exit(0)
    _, status = os.waitpid(new, 0)

    assert os.waitstatus_to_exitcode(status) == 7
