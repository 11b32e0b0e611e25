"""Scripts on one server: connections are shared, never lost, and looked at after a rest."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.retry import Retry

from integrations.redis.launcher import RunningRedis, start_redis
from integrations.redis.quick_calls import QuickPool

CONNECTIONS = 2


def pool_to(url: str, *, fresh_seconds: float = 60.0) -> QuickPool:
    pool: QuickPool = QuickPool.from_url(
        url,
        fresh_seconds=fresh_seconds,
        max_connections=CONNECTIONS,
        timeout=2,
        decode_responses=True,
        protocol=2,
        retry=Retry(NoBackoff(), 0),
    )
    return pool


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
