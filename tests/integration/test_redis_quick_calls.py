"""Scripts on one server: connections are shared, never lost, and looked at after a rest."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer

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


def fate_of(pool: QuickPool, *words: str) -> str:
    try:
        return str(pool.call(words))
    except ResponseError:
        return "refused"
    except RedisConnectionError:
        return "cut off"


def reads_of(pool: QuickPool) -> int:
    """Return how often the server has read from a connection."""
    told = dict(line.split(":") for line in pool.call(("INFO", "stats")).split() if ":" in line)
    return int(told["total_reads_processed"])


@contextmanager
def frozen(server: RunningRedis, at_once: int) -> Iterator[ThreadPoolExecutor]:
    """Let calls gather at a server that stands still until they have."""
    server.process.send_signal(signal.SIGSTOP)
    with ThreadPoolExecutor(at_once) as threads:
        thaw = Timer(0.5, server.process.send_signal, [signal.SIGCONT])
        thaw.start()
        yield threads


def test_calls_that_wait_for_another_travel_together(own_redis: RunningRedis) -> None:
    with closing(pool_to(own_redis.url)) as pool:
        before = reads_of(pool)

        with frozen(own_redis, at_once=12) as threads:
            answers = list(threads.map(lambda word: pool.call(("ECHO", word)), "abcdefghijkl"))

        assert answers == list("abcdefghijkl")
        assert len(pool._connections) == 1
        assert reads_of(pool) - before < len(answers)


def test_a_refused_call_fails_alone(own_redis: RunningRedis) -> None:
    words = ["ECHO", "ECHO", "NONSENSE", "ECHO", "NONSENSE"]

    with closing(pool_to(own_redis.url)) as pool:
        with frozen(own_redis, at_once=6) as threads:
            answers = list(threads.map(lambda word: fate_of(pool, word, "x"), words))

        assert answers == ["x", "x", "refused", "x", "refused"]


def test_calls_under_way_when_the_server_dies_all_fail(
    own_redis: RunningRedis, tmp_path: Path
) -> None:
    with closing(pool_to(own_redis.url)) as pool:
        own_redis.process.send_signal(signal.SIGSTOP)
        with ThreadPoolExecutor(6) as threads:
            Timer(0.3, own_redis.process.kill).start()
            assert set(threads.map(lambda _: fate_of(pool, "PING"), range(6))) == {"cut off"}
        own_redis.process.wait()
        again = start_redis(tmp_path, own_redis.port)

        try:
            assert pool.call(("PING",)) == "PONG"
        finally:
            again.stop()


def test_a_killed_caller_holds_nobody_up(redis_url: str) -> None:
    command = [sys.executable, "-m", "tests.integration.convoy_process", redis_url]

    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)  # noqa: S603 - our own words

    assert said.stdout.splitlines() == [
        "waiting 1 2 4 5 again",
        "leading 0 1 2 3 4 5 again",
        "both 2 3 4 5 again",
    ]


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
