"""The way to Redis: writes are not repeated by themselves, errors are ours, passwords stay ours."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

from engine.errors import CortexError, InvalidInput, StoreBroken, StoreUnavailable
from engine.messages import dialog_key
from engine.ports.dialogs import Claim
from engine.ports.inbox import Enqueued
from integrations.redis.connection import RedisConnection, connect, require_supported_version
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys
from integrations.redis.launcher import RunningRedis, find_server, start_redis

FROZEN_SECONDS = 0.7
"""Longer than the impatient connection waits once, shorter than it waits in all."""

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
    connection = RedisConnection(own_redis.url, socket_timeout_seconds=0.5)
    try:
        connection.require_supported_server()
        yield connection
    finally:
        connection.close()


@contextmanager
def on_a_socket(directory: Path, *options: str) -> Iterator[str]:
    """Start a server that listens on a socket file only."""
    path = directory / "redis.sock"
    command = [str(find_server()), "--unixsocket", str(path), "--dir", str(directory), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - found by us
        url = f"unix://{path}"
        retry = Retry(ConstantBackoff(0.05), 100, supported_errors=(RedisConnectionError,))
        try:
            with Redis.from_url(url, retry=retry) as client:
                client.ping()
            yield url
        finally:
            process.terminate()


@contextmanager
def busy(own_redis: RunningRedis) -> Iterator[None]:
    """Freeze the server: what is sent meanwhile is carried out once it goes on."""
    own_redis.process.send_signal(signal.SIGSTOP)
    thaw = Timer(FROZEN_SECONDS, own_redis.process.send_signal, [signal.SIGCONT])
    thaw.start()
    try:
        yield
    finally:
        thaw.join()


def test_write_without_an_answer_is_not_repeated(
    own_redis: RunningRedis, impatient: RedisConnection
) -> None:
    with busy(own_redis), pytest.raises(StoreUnavailable):
        impatient.once(lambda client: client.rpush("list", "one"))

    with Redis.from_url(own_redis.url) as client:
        assert client.llen("list") == 1


def test_message_without_an_answer_is_offered_again_and_stored_once(
    own_redis: RunningRedis, impatient: RedisConnection
) -> None:
    inbox = RedisInbox(impatient, Keys())
    inbox.enqueue(dialog=DIALOG, event_key="earlier", document="so that the script is known")

    with busy(own_redis):
        answer = inbox.enqueue(dialog=DIALOG, event_key="event", document="one")

    with Redis.from_url(own_redis.url) as client:
        assert answer is Enqueued.DUPLICATE
        assert client.llen(Keys().mailbox(DIALOG)) == 2


def test_failure_without_an_answer_is_counted_once(
    own_redis: RunningRedis, impatient: RedisConnection
) -> None:
    dialogs = RedisDialogs(impatient, Keys())
    RedisInbox(impatient, Keys()).enqueue(dialog=DIALOG, event_key="event", document="one")
    [ready] = dialogs.ready(consumer="worker", count=1, wait_seconds=0)
    claim = dialogs.claim(ready, owner="worker", nonce="nonce", lease_seconds=15)
    assert isinstance(claim, Claim)
    dialogs.note_failure(claim, sequence=1, nonce="first")

    with busy(own_redis):
        count = dialogs.note_failure(claim, sequence=1, nonce="second")

    assert count == 2


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


def test_a_server_on_a_socket_of_this_machine_is_reached(redis_url: str, tmp_path: Path) -> None:
    assert redis_url
    with on_a_socket(tmp_path, "--port", "0") as url:
        connection = connect(url)

        answer = RedisInbox(connection, Keys()).enqueue(
            dialog=DIALOG, event_key="event", document="one"
        )

        ready = RedisDialogs(connection, Keys()).ready(consumer="w", count=1, wait_seconds=0)
        assert (answer, [token.dialog for token in ready]) == (Enqueued.ACCEPTED, [DIALOG])
        connection.close()


@pytest.mark.parametrize(
    "break_it",
    [
        lambda client: client.set(Keys().mailbox(DIALOG), "of another type"),
        lambda client: client.acl_setuser("default", enabled=True, commands=["-evalsha", "-eval"]),
    ],
    ids=["WRONGTYPE", "NOPERM"],
)
def test_what_no_waiting_cures_is_told_as_broken(
    own_redis: RunningRedis, break_it: Callable[[Redis], object]
) -> None:
    connection = connect(own_redis.url)
    with Redis.from_url(own_redis.url) as client:
        break_it(client)

    with pytest.raises(StoreBroken) as raised:
        RedisInbox(connection, Keys()).enqueue(dialog=DIALOG, event_key="event", document="one")

    assert raised.value.code == "STORE_BROKEN"
    assert "of another type" not in raised.value.message
    connection.close()


@pytest.mark.parametrize(
    "hamper",
    [
        lambda client: client.config_set("maxmemory", 1),
        lambda client: client.replicaof("127.0.0.1", "1"),
        lambda client: client.config_set("min-replicas-to-write", 1),
    ],
    ids=["OOM", "READONLY", "NOREPLICAS"],
)
def test_what_passes_by_itself_is_told_as_unavailable(
    own_redis: RunningRedis, hamper: Callable[[Redis], object]
) -> None:
    connection = connect(own_redis.url)
    with Redis.from_url(own_redis.url) as client:
        hamper(client)

    with pytest.raises(StoreUnavailable):
        RedisInbox(connection, Keys()).enqueue(dialog=DIALOG, event_key="event", document="one")

    connection.close()


@pytest.mark.parametrize(
    ("limit", "policy", "evicts"),
    [
        (10**8, "allkeys-lru", True),
        (10**8, "volatile-ttl", True),
        (10**8, "noeviction", False),
        (0, "allkeys-lru", False),
    ],
)
def test_a_server_that_may_forget_is_recognised(
    own_redis: RunningRedis, limit: int, policy: str, *, evicts: bool
) -> None:
    connection = RedisConnection(own_redis.url)
    with Redis.from_url(own_redis.url) as client:
        client.config_set("maxmemory", limit)
        client.config_set("maxmemory-policy", policy)

    assert connection.may_evict() is evicts
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


def refused_version(version: str) -> bool:
    try:
        require_supported_version(version)
    except CortexError:
        return True
    return False


def test_only_servers_from_the_first_supported_version_on_are_accepted() -> None:
    versions = ["6.1.240", "6.2.0", "7.2.4", "10.0.1"]

    assert [version for version in versions if refused_version(version)] == ["6.1.240"]
