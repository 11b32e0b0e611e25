"""Scripts on one server: connections are shared, never lost, and looked at after a rest."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from integrations.redis.launcher import RunningRedis, start_redis
from integrations.redis.quick_calls import QuickPool
from tests.integration.quick_pools import CONNECTIONS, pool_to
from tests.redis_topologies import wait_until

IN_A_PROCESS = (
    "from gevent import monkey; monkey.patch_all();"
    "from tests.integration import quick_pools; quick_pools.%s()"
)


def printed_by(name: str, url: str) -> list[str]:
    program = IN_A_PROCESS % name
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, url], stdout=subprocess.PIPE, check=False, timeout=30
    )
    return done.stdout.decode().splitlines()


@pytest.fixture
def pool(redis_url: str) -> Iterator[QuickPool]:
    pool = pool_to(redis_url)
    with closing(pool):
        yield pool


@pytest.fixture
def own_redis(redis_url: str, tmp_path: Path) -> Iterator[RunningRedis]:
    """A server that a test may stop, for the shared one serves the others."""
    assert redis_url
    running = start_redis(tmp_path)
    try:
        yield running
    finally:
        running.stop()


def restarted(own_redis: RunningRedis, directory: Path) -> RunningRedis:
    own_redis.stop()
    return start_redis(directory, own_redis.port)


def test_more_calls_than_connections_all_get_their_own_answer(pool: QuickPool) -> None:
    words = [str(number) for number in range(200)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda word: pool.call(("ECHO", word)), words))

    assert answers == words
    assert len(pool._connections) <= CONNECTIONS


def test_ordinary_commands_get_the_connections_that_calls_have_used(pool: QuickPool) -> None:
    pool.call(("PING",))

    lent = [pool.get_connection() for _ in range(CONNECTIONS)]

    assert len(set(lent)) == CONNECTIONS


def test_calls_and_ordinary_commands_take_turns(pool: QuickPool) -> None:
    client = Redis(connection_pool=pool)

    def work(number: int) -> bool:
        return bool(client.ping() if number % 2 else pool.call(("PING",)))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(work, range(200)))


def test_a_refused_call_leaves_its_connection_to_the_next(pool: QuickPool) -> None:
    for _ in range(CONNECTIONS + 1):
        with pytest.raises(ResponseError):
            pool.call(("EVALSHA", "0" * 40, 0))

    assert pool.call(("PING",)) == "PONG"
    assert len(pool._connections) == 1


def test_a_connection_that_broke_while_it_rested_is_opened_again(
    own_redis: RunningRedis, tmp_path: Path
) -> None:
    with closing(pool_to(own_redis.url, fresh_seconds=0)) as pool:
        pool.call(("PING",))

        again = restarted(own_redis, tmp_path)

        try:
            assert pool.call(("PING",)) == "PONG"
        finally:
            again.stop()


def test_a_connection_that_has_just_broken_fails_one_call(
    own_redis: RunningRedis, tmp_path: Path
) -> None:
    with closing(pool_to(own_redis.url)) as pool:
        pool.call(("PING",))
        again = restarted(own_redis, tmp_path)

        try:
            with pytest.raises(RedisConnectionError):
                pool.call(("PING",))

            assert pool.call(("PING",)) == "PONG"
        finally:
            again.stop()


def test_a_pool_begun_anew_forgets_its_connections(pool: QuickPool) -> None:
    pool.call(("PING",))

    pool.reset()

    assert pool.call(("PING",)) == "PONG"
    assert len(pool._connections) == 1


def test_connections_that_come_back_go_to_all_who_wait(pool: QuickPool) -> None:
    lent = [pool._lent() for _ in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        waiters = [threads.submit(pool._lent) for _ in range(CONNECTIONS)]
        wait_until(lambda: pool._waiting == CONNECTIONS)

        for connection in lent:
            pool._take_back(connection)

        assert {waiter.result() for waiter in waiters} == set(lent)


def test_when_one_connection_has_broken_the_others_are_looked_at(
    own_redis: RunningRedis, tmp_path: Path
) -> None:
    with closing(pool_to(own_redis.url)) as pool:
        for connection in [pool._lent() for _ in range(CONNECTIONS)]:
            pool._take_back(connection)
        again = restarted(own_redis, tmp_path)
        try:
            with pytest.raises(RedisConnectionError):
                pool.call(("PING",))
            pool._lent()

            assert pool.call(("PING",)) == "PONG"
        finally:
            again.stop()


def test_an_answer_that_comes_after_the_time_out_goes_to_nobody(redis_url: str) -> None:
    with closing(pool_to(redis_url, socket_timeout=0.1)) as pool:
        with pytest.raises(RedisTimeoutError):
            pool.call(("BLPOP", "quick-calls:late", 0))
        with closing(Redis.from_url(redis_url)) as beside:
            beside.rpush("quick-calls:late", "of another")

        assert pool.call(("ECHO", "its own")) == "its own"
        assert len(pool._connections) == 1


def test_the_answer_of_a_killed_call_goes_to_nobody(own_redis: RunningRedis) -> None:
    assert printed_by("kill_a_call", own_redis.url) == ["its own"]


def test_a_child_opens_connections_of_its_own(redis_url: str) -> None:
    printed = printed_by("fork_beside_a_fresh_connection", redis_url)

    assert printed == ["7", "its own"]
