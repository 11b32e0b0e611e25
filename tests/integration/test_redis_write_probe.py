"""A server that still reads and takes nothing more is told apart from one that is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from engine.errors import StoreUnavailable
from integrations.redis.connection import RedisConnection
from integrations.redis.keys import Keys
from integrations.redis.launcher import RunningRedis, start_redis
from integrations.redis.write_probe import WriteProbe


@pytest.fixture(scope="module")
def server(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRedis]:
    """A server that tests may hamper, for the shared one serves the others."""
    assert redis_url
    running = start_redis(tmp_path_factory.mktemp("redis"))
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def probe(server: RunningRedis) -> Iterator[WriteProbe]:
    connection = RedisConnection(server.url)
    yield WriteProbe(connection, Keys())
    connection.close()


def test_a_server_that_takes_writes_refuses_none(probe: WriteProbe) -> None:
    assert (probe(), probe()) == (None, None)


@pytest.mark.parametrize(
    ("setting", "value", "usual", "told"),
    [
        ("maxmemory", "1", "0", "REDIS_FULL"),
        ("min-replicas-to-write", "1", "0", "REDIS_REFUSES_WRITES"),
    ],
)
def test_a_server_that_takes_none_says_why(
    server: RunningRedis, probe: WriteProbe, setting: str, value: str, usual: str, told: str
) -> None:
    with Redis.from_url(server.url) as client:
        client.config_set(setting, value)
        try:
            assert probe() == told
        finally:
            client.config_set(setting, usual)


def test_a_user_without_the_right_to_write_is_told(server: RunningRedis, probe: WriteProbe) -> None:
    with Redis.from_url(server.url) as client:
        client.acl_setuser("default", enabled=True, commands=["-set"])
        try:
            assert probe() == "REDIS_REFUSES_WRITES"
        finally:
            client.acl_setuser("default", enabled=True, commands=["+set"])


def test_a_server_that_is_away_is_unavailable(tmp_path: Path, server: RunningRedis) -> None:
    assert server.pid
    connection = RedisConnection(f"unix://{tmp_path}/nobody")

    with pytest.raises(StoreUnavailable):
        WriteProbe(connection, Keys())()
