"""The way to Redis: writes are not repeated by themselves, errors are ours, passwords stay ours."""

import signal
from collections.abc import Iterator
from os import kill
from pathlib import Path

import pytest
from redis import Redis

from engine.errors import CortexError, InvalidInput, StoreUnavailable
from engine.messages import dialog_key
from integrations.redis.connection import RedisConnection, connect, require_supported_version
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys
from integrations.redis.launcher import RunningRedis, start_redis

DIALOG = dialog_key(domain="portal.bitrix24.ru", dialog_id="chat1")


@pytest.fixture
def own_redis(redis_url: str, tmp_path: Path) -> Iterator[RunningRedis]:
    """A server that a test may stop, for the shared one serves the others."""
    assert redis_url
    running = start_redis(tmp_path)
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def impatient(own_redis: RunningRedis) -> Iterator[RedisConnection]:
    connection = RedisConnection(own_redis.url, socket_timeout_seconds=0.1)
    try:
        connection.require_supported_server()
        yield connection
    finally:
        connection.close()


def test_write_without_an_answer_is_not_repeated(
    own_redis: RunningRedis, impatient: RedisConnection
) -> None:
    kill(own_redis.pid, signal.SIGSTOP)
    with pytest.raises(StoreUnavailable):
        impatient.once(lambda client: client.rpush("list", "one"))
    kill(own_redis.pid, signal.SIGCONT)

    with Redis.from_url(own_redis.url) as client:
        assert client.blpop(["list"], timeout=5) is not None
        assert client.blpop(["list"], timeout=0.1) is None


def test_message_without_an_answer_is_asked_again_and_stored_once(
    own_redis: RunningRedis, impatient: RedisConnection
) -> None:
    inbox = RedisInbox(impatient, Keys())
    inbox.enqueue(dialog=DIALOG, event_key="earlier", document="so that the script is known")
    kill(own_redis.pid, signal.SIGSTOP)
    with pytest.raises(StoreUnavailable):
        inbox.enqueue(dialog=DIALOG, event_key="event", document="one")
    kill(own_redis.pid, signal.SIGCONT)

    again = inbox.enqueue(dialog=DIALOG, event_key="event", document="one")

    with Redis.from_url(own_redis.url) as client:
        assert again == "duplicate"
        assert client.llen(Keys().mailbox(DIALOG)) == 2


def test_server_that_is_away_is_told_as_unavailable(own_redis: RunningRedis) -> None:
    own_redis.stop()

    with pytest.raises(StoreUnavailable) as raised:
        connect(own_redis.url)

    assert raised.value.code == "STORE_UNAVAILABLE"
    assert raised.value.__cause__ is not None


def test_server_that_lost_everything_is_used_again(redis_url: str, own_redis: RunningRedis) -> None:
    assert redis_url != own_redis.url
    connection = connect(own_redis.url)
    inbox, dialogs = RedisInbox(connection, Keys()), RedisDialogs(connection, Keys())
    dialogs.ready(consumer="worker", count=1, wait_seconds=0)

    with Redis.from_url(own_redis.url) as client:
        client.flushall()
        client.script_flush()
    inbox.enqueue(dialog=DIALOG, event_key="event", document="one")

    assert len(dialogs.ready(consumer="worker", count=1, wait_seconds=0)) == 1
    connection.close()


@pytest.mark.parametrize("url", ["", "http://u:s3cret@host", "redis://u:s3cret@host:port/0"])
def test_unusable_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        RedisConnection(url)

    assert raised.value.code == "REDIS_URL_INVALID"
    assert "s3cret" not in raised.value.message
    assert raised.value.__suppress_context__


def test_password_is_in_no_error(own_redis: RunningRedis) -> None:
    url = own_redis.url.replace("redis://", "redis://:s3cret@")

    with pytest.raises(StoreUnavailable) as raised:
        connect(url)

    assert "s3cret" not in f"{raised.value!r} {raised.value.__cause__!r}"


@pytest.mark.parametrize("version", ["5.0.14", "6.0.16", "6.1.240"])
def test_server_too_old_is_refused(version: str) -> None:
    with pytest.raises(CortexError) as raised:
        require_supported_version(version)

    assert raised.value.code == "REDIS_TOO_OLD"


@pytest.mark.parametrize("version", ["6.2.0", "7.2.4", "10.0.1"])
def test_server_new_enough_is_accepted(version: str) -> None:
    require_supported_version(version)
