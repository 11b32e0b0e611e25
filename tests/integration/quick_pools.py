"""Pools of few connections, and what befalls their calls in a process of its own."""

import os
import sys

import gevent
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from integrations.redis.quick_calls import QuickPool
from tests.redis_topologies import wait_until

CONNECTIONS = 2


def pool_to(url: str, *, fresh_seconds: float = 60.0, socket_timeout: float = 5.0) -> QuickPool:
    pool: QuickPool = QuickPool.from_url(
        url,
        fresh_seconds=fresh_seconds,
        socket_timeout=socket_timeout,
        max_connections=CONNECTIONS,
        timeout=2,
        decode_responses=True,
        protocol=2,
        retry=Retry(NoBackoff(), 0),
    )
    return pool


def kill_a_call() -> None:
    """Kill a call that reads, let its answer come, and print what the next call is answered."""
    url = sys.argv[1]
    pool, beside = pool_to(url), Redis.from_url(url)
    call = gevent.spawn(pool.call, ("BLPOP", "list", 0))
    wait_until(lambda: beside.info("clients")["blocked_clients"] == 1)
    call.kill()
    beside.rpush("list", "of another")
    print(pool.call(("ECHO", "its own")))  # noqa: T201 - read by the test


def fork_beside_a_fresh_connection() -> None:
    """Print what a child is answered that begins with an ordinary command, then its parent."""
    pool = pool_to(sys.argv[1])
    pool.call(("PING",))
    child = os.fork()
    if child == 0:
        Redis(connection_pool=pool).ping()
        os._exit(7)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))  # noqa: T201 - read by the test
    print(pool.call(("ECHO", "its own")))  # noqa: T201 - read by the test
