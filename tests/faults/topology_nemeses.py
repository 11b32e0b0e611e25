"""What strikes where Redis is more than one server; each says how often it did."""

from random import Random  # noqa: TID251 - the seed is printed and may be given
from threading import Event, Thread

import requests

from tests.faults.case import Nemesis
from tests.faults.doors import FAIR, Weather
from tests.faults.guarded_trio import SERVERS
from tests.faults.nemeses import (
    FIRST_WORDS_SECONDS,
    kill_a_worker,
    wait_for_an_order,
    workers_asleep,
)
from tests.faults.stack import PATIENCE_SECONDS, READY_ASK_SECONDS, FaultStack
from tests.redis_topologies import MASTERS, Cluster, wait_until


def master_cut_off(*, clients: Weather, seconds: float) -> Nemesis:
    """The master loses replica and Sentinels, another takes over, and a worker dies (F8).

    It happens as soon as an order is on its way; `clients` says what they meet at the old master.
    """

    def strike(stack: FaultStack, chance: Random, over: Event) -> int:
        if not wait_for_an_order(stack, over):
            return 0
        trio = stack.trio
        old = trio.master
        with trio.cut_off_from(old, clients=clients):
            wait_until(lambda: trio.master is not old, seconds=PATIENCE_SECONDS)
            # Whoever comes new goes to the new master, while others still write to the old one.
            kill_a_worker(stack, chance)
            wait_until(lambda: _is_warned(stack, "REPLICAS_MISSING"), seconds=PATIENCE_SECONDS)
            Event().wait(seconds)
        wait_until(trio.is_whole, seconds=PATIENCE_SECONDS)
        return 2

    return strike


def accepted_by_the_old_master(seconds: float) -> Nemesis:
    """The master is cut off and goes on taking messages; no worker sees them there (F8)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        trio = stack.trio
        old = trio.master
        over.wait(FIRST_WORDS_SECONDS)
        replaced = Event()
        asleep = Thread(target=workers_asleep, args=(stack, _chance, replaced))
        asleep.start()
        try:
            with trio.cut_off_from(old, clients=FAIR):
                wait_until(lambda: trio.master is not old, seconds=PATIENCE_SECONDS)
                Event().wait(seconds)
            wait_until(trio.is_whole, seconds=PATIENCE_SECONDS)
        finally:
            replaced.set()
            asleep.join()
        return 1

    return strike


def replica_late_for(seconds: float) -> Nemesis:
    """The replica confirms too late, then in time, again and again (F8)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        late, times = Weather(delay_seconds=seconds), 0
        while not over.wait(seconds):
            door = stack.trio.master.door
            door.let(SERVERS, late)
            over.wait(seconds * 2)
            door.let(SERVERS, FAIR)
            times += 1
        return times

    return strike


def masters_killed_every(seconds: float) -> Nemesis:
    """The masters of a Cluster die in turn and are started at once (F6)."""

    def strike(stack: FaultStack, _chance: Random, over: Event) -> int:
        assert isinstance(stack.servers, Cluster)
        kills = 0
        while not over.wait(seconds):
            stack.servers.kill_and_start(kills % MASTERS)
            kills += 1
        return kills

    return strike


def _is_warned(stack: FaultStack, warning: str) -> bool:
    try:
        answer = requests.get(f"{stack.web_url}/health/ready", timeout=READY_ASK_SECONDS)
    except requests.RequestException:
        return False
    return warning in answer.json()["warnings"]
