"""What Redis lacks: the right to go on without snapshots, disk, or all that it ever knew."""

import os
import shutil
import signal
import time
from contextlib import suppress
from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event
from typing import Any, cast

from redis import Redis

from api.cli.waiting import wait_for
from engine.errors import CortexError
from tests.faults.case import Nemesis
from tests.faults.nemeses import FIRST_WORDS_SECONDS, start_redis, wait_for_an_order
from tests.faults.small_disks import REDIS, SPOOL, filled
from tests.faults.stack import PATIENCE_SECONDS, FaultStack

AWAY_SECONDS = 3.0
_LOG = "appendonlydir"
_RESTART_SECONDS = 1.0
_IN_FLIGHT_SECONDS = 1.0
"""What Redis had taken may be answered for so long after it has died."""
_ONE_BOX_MORE = 40 * 1024
"""What is left of a full disk: room for the messages of a few dialogs."""


def redis_without_snapshots(seconds: float) -> Nemesis:
    """A snapshot fails, so Redis refuses writes (MISCONF) until one succeeds (F10)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        over.wait(FIRST_WORDS_SECONDS)
        # Nobody, not even root, can put a file in the place of a folder.
        in_the_way = stack.folder / REDIS / "dump.rdb"
        in_the_way.mkdir()
        with Redis.from_url(_own(stack).url, decode_responses=True) as client:
            client.config_set("save", "3600 1")
            _snapshot(client, "err")
            Event().wait(seconds)
            in_the_way.rmdir()
            _snapshot(client, "ok")
            client.config_set("save", "")
        in_the_way.unlink()
        return 1

    return strike


def redis_without_disk(seconds: float) -> Nemesis:
    """The disk is full: Redis ends rather than forget, and again when it is started (F10)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        over.wait(FIRST_WORDS_SECONDS)
        redis, ends = _own(stack), 0
        with filled(stack.folder / REDIS):
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                ends += _ended(redis, until - time.monotonic())
                # As a supervisor does; it comes up, and ends with the next thing it has to write.
                Event().wait(_RESTART_SECONDS)
                with suppress(CortexError):
                    redis.start()
        redis.stop()  # the last one started may still be there
        start_redis(stack)
        return ends

    return strike


def redis_down_and_spool_full(seconds: float) -> Nemesis:
    """Redis is away, and the disk that messages wait on meanwhile is full (F10)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        over.wait(FIRST_WORDS_SECONDS)
        _own(stack).kill()
        with filled(stack.folder / SPOOL, but=_ONE_BOX_MORE):
            Event().wait(seconds)
        start_redis(stack)
        return 1

    return strike


def redis_forgets(*, ordering: bool = False) -> Nemesis:
    """Redis comes back without its data, at any time or once an order is asked for (F11)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        if ordering:
            if not wait_for_an_order(stack, over):
                return 0
        else:
            over.wait(2 * FIRST_WORDS_SECONDS)
        redis = _own(stack)
        redis.kill()
        stack.forgot_at = time.monotonic() + _IN_FLIGHT_SECONDS
        shutil.rmtree(stack.folder / REDIS / _LOG)
        Event().wait(AWAY_SECONDS)
        start_redis(stack)
        return 1

    return strike


def redis_put_back(stack: FaultStack, _chance: Random, over: Event) -> int:
    """Redis comes back with a copy of its data that was made while orders waited (F11).

    What the copy knows as still to be done was done since.
    """
    if not wait_for_an_order(stack, over):
        return 0
    redis, log = _own(stack), stack.folder / REDIS / _LOG
    copy = stack.folder / f"{_LOG}-copy"
    pid = stack.redis_pid
    # Nothing is written meanwhile, so it is a copy of one moment.
    os.kill(pid, signal.SIGSTOP)
    shutil.copytree(log, copy)
    os.kill(pid, signal.SIGCONT)
    over.wait()
    redis.kill()
    stack.forgot_at = time.monotonic() + _IN_FLIGHT_SECONDS
    shutil.rmtree(log)
    shutil.move(copy, log)
    start_redis(stack)
    return 1


def _own(stack: FaultStack) -> Any:
    assert stack.redis is not None
    return stack.redis


def _ended(redis: Any, seconds: float) -> bool:
    """Wait until Redis has ended by itself."""
    with suppress(CortexError):
        return wait_for(lambda: not redis.alive, what="Redis ends", seconds=max(0.0, seconds))
    return False


def _snapshot(client: Redis, status: str) -> None:
    cast("Any", client).bgsave()
    wait_for(
        lambda: client.info("persistence")["rdb_last_bgsave_status"] == status,
        what=f"a snapshot is {status}",
        seconds=PATIENCE_SECONDS,
    )
