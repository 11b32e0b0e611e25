"""What strikes processes from outside while a crowd speaks; each says how often it did."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event

from redis import Redis

from api.cli.portal_control import PortalControl
from api.cli.waiting import wait_for
from integrations.redis.keys import PARTITIONS
from integrations.redis.ready_tokens import GROUP
from tests.faults.case import Nemesis
from tests.faults.points import stop_for
from tests.faults.stack import PATIENCE_SECONDS, FaultStack, children_of, is_up, keys_of

FROZEN_SECONDS = 6.5
"""Longer than the socket timeout of the store."""

FIRST_WORDS_SECONDS = 2.0
_SOON_SECONDS = 0.1
LITTLE_MEMORY, ENOUGH_MEMORY = "1mb", "0"


def redis_down_for(seconds: float) -> Nemesis:
    """Redis is away for so long, once, while everybody goes on writing (F9)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        assert stack.redis is not None
        over.wait(FIRST_WORDS_SECONDS)
        stack.redis.kill()
        # Not cut short by the last word: what is written into the outage must survive all of it.
        Event().wait(seconds)
        start_redis(stack)
        return 1

    return strike


def redis_killed_every(seconds: float) -> Nemesis:
    """Redis dies again and again and is started at once (F6)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        assert stack.redis is not None
        kills = 0
        while not over.wait(seconds):
            stack.redis.kill()
            start_redis(stack)
            kills += 1
        return kills

    return strike


def redis_without_memory(seconds: float) -> Nemesis:
    """Redis refuses writes for want of memory, then has enough again (F10)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        over.wait(FIRST_WORDS_SECONDS)
        with _client(stack) as client:
            client.config_set("maxmemory", LITTLE_MEMORY)
            Event().wait(seconds)
            client.config_set("maxmemory", ENOUGH_MEMORY)
        return 1

    return strike


def wait_for_an_order(stack: FaultStack, over: Event) -> bool:
    """Wait until the shop has been asked for another order; false if all is said before."""
    with closing(PortalControl(stack.emulators.abcp_url)) as shop:
        before = len(shop.ledger().posts)
        while len(shop.ledger().posts) == before and not over.wait(_SOON_SECONDS):
            pass
        return len(shop.ledger().posts) > before


def tokens_passed_on(stack: FaultStack, _chance: Random, over: Event) -> int:
    """Tokens that are being worked on look abandoned, so that a second worker takes them (F4)."""
    passed = 0
    keys = keys_of(stack)
    with _client(stack) as client:
        while not over.wait(0.1):
            for ready in map(keys.ready, range(PARTITIONS)):
                for entry in client.xpending_range(ready, GROUP, "-", "+", 10):
                    token, owner = str(entry["message_id"]), str(entry["consumer"])
                    # One delivery more or less must not set a message aside: only the age changes.
                    client.xclaim(ready, GROUP, owner, 0, [token], idle=3_600_000, justid=True)
                    passed += 1
    return passed


def workers_asleep(stack: FaultStack, _chance: Random, over: Event) -> int:
    """No worker looks at anything until all is said (F13): what overtook waits side by side."""
    pids = [worker.pid for worker in stack.workers if worker.pid]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    over.wait()
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
    return len(pids)


def everything_restarted(stack: FaultStack, _chance: Random, over: Event) -> int:
    """Every process is replaced in turn, in order, under load (F15)."""
    restarts = 0
    for worker in list(stack.workers):
        over.wait(1.0)
        with stack.left_alone(worker):
            worker.stop()
            worker.log.write_text("", encoding="utf-8")
            worker.start()
            wait_for(lambda: is_up(worker), what="a new worker", seconds=PATIENCE_SECONDS)  # noqa: B023 - asked before the next turn
        restarts += 1
    before = set(children_of(_web_pid(stack)))
    os.kill(_web_pid(stack), signal.SIGHUP)
    wait_for(
        lambda: not before & set(children_of(_web_pid(stack))),
        what="new web processes",
        seconds=PATIENCE_SECONDS,
    )
    return restarts + len(before)


def anything_killed_every(seconds: float, *, redis_every: int) -> Nemesis:
    """A process drawn by chance dies again and again; Redis in its turn (load bar, soak)."""

    def strike(stack: FaultStack, chance: Random, over: Event) -> int:
        kills = 0
        while not over.wait(seconds):
            kills += 1
            if kills % redis_every == 0:
                _kill_redis(stack, chance)
            else:
                _kill_one(stack, chance)
        return kills

    return strike


def everything_at_once(seconds: float) -> Nemesis:
    """Blows of every kind, drawn by chance, one after the other (soak)."""

    def strike(stack: FaultStack, chance: Random, over: Event) -> int:
        blows = (_kill_one, _kill_one, _let_one_sleep, _kill_redis, _freeze_redis, _spoil_a_call)
        struck = 0
        while not over.wait(chance.uniform(0.5, 1.5) * seconds):
            chance.choice(blows)(stack, chance)
            struck += 1
        return struck

    return strike


def _kill_one(stack: FaultStack, chance: Random) -> None:
    _kill_one_of(sorted(stack.processes()), chance)


def kill_a_worker(stack: FaultStack, chance: Random) -> None:
    """End a worker drawn by chance."""
    workers = [pid for pid, kind in stack.processes().items() if kind == "worker"]
    _kill_one_of(sorted(workers), chance)


def _kill_one_of(pids: Sequence[int], chance: Random) -> None:
    with suppress(ProcessLookupError, IndexError):
        os.kill(chance.choice(pids), signal.SIGKILL)


def _let_one_sleep(stack: FaultStack, chance: Random) -> None:
    pid = chance.choice(stack.workers).pid
    if pid is not None:
        with suppress(ProcessLookupError):
            stop_for(pid, chance.uniform(1.0, 9.0))


def _kill_redis(stack: FaultStack, _chance: Random) -> None:
    assert stack.redis is not None
    stack.redis.kill()
    start_redis(stack)


def _freeze_redis(stack: FaultStack, chance: Random) -> None:
    stop_for(stack.redis_pid, chance.uniform(0.5, FROZEN_SECONDS))
    # What dies while it stands still could not be started again.
    Event().wait(FROZEN_SECONDS + 1)


def _spoil_a_call(stack: FaultStack, chance: Random) -> None:
    method = chance.choice(("imbot.message.add", "crm.item.update", "crm.item.get"))
    with closing(PortalControl(stack.emulators.bitrix_url)) as portal:
        portal.fail(method, chance.choice(("drop_before", "apply_then_drop", "error_500")))


def start_redis(stack: FaultStack) -> None:
    """Let Redis come back on its data."""
    assert stack.redis is not None
    stack.redis.start()
    stack.note_redis()


@contextmanager
def _client(stack: FaultStack) -> Iterator[Redis]:
    assert stack.redis is not None
    with Redis.from_url(stack.redis.url, decode_responses=True) as client:
        yield client


def _web_pid(stack: FaultStack) -> int:
    assert stack.web.pid is not None
    return stack.web.pid
