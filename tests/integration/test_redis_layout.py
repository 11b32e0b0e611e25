"""Processes that count partitions otherwise than the data is kept are stopped before they begin."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from redis import Redis

from api.bootstrap.loaded import load_for_serving
from api.bootstrap.store import open_store
from api.bootstrap.web import build_web
from api.settings import Settings
from engine.errors import StoreBroken, StoreUnavailable
from engine.messages import dialog_key
from integrations.redis.connection import RedisConnection
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys
from integrations.redis.launcher import start_redis

DIALOG = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat1")


def settings_of(redis_url: str, prefix: str, *, partitions: int) -> Settings:
    return Settings.from_environment(
        {
            "CORTEX_API_TOKEN": "an-api-token-of-tests",
            "REDIS_URL": redis_url,
            "CORTEX_REDIS_PREFIX": prefix,
            "CORTEX_PARTITIONS": str(partitions),
        }
    )


def begin_web(settings: Settings) -> object:
    return build_web(settings, load_for_serving(settings))


@pytest.fixture
def prefix(redis_url: str) -> str:
    """A store in which a process with four partitions has been."""
    prefix = f"t{uuid4().hex[:12]}"
    open_store(settings_of(redis_url, prefix, partitions=4)).connection.close()
    return prefix


def enqueue(inbox: RedisInbox) -> object:
    return inbox.enqueue(dialog=DIALOG, event_key="event", document="one")


def test_process_with_as_many_partitions_begins(redis_url: str, prefix: str) -> None:
    store = open_store(settings_of(redis_url, prefix, partitions=4))

    assert enqueue(store.inbox) == "accepted"
    store.connection.close()


@pytest.mark.parametrize("partitions", [2, 16])
@pytest.mark.parametrize("begin", [open_store, begin_web], ids=["worker", "web"])
def test_process_with_other_partitions_does_not_begin(
    redis_url: str, prefix: str, begin: Callable[[Settings], object], partitions: int
) -> None:
    with pytest.raises(StoreBroken) as raised:
        begin(settings_of(redis_url, prefix, partitions=partitions))

    assert raised.value.code == "REDIS_LAYOUT_DIFFERS"


@pytest.mark.parametrize("ask", [enqueue, RedisInbox.backlog])
def test_web_process_that_began_while_redis_was_away_takes_nothing_in(
    redis_url: str, prefix: str, ask: Callable[[RedisInbox], object]
) -> None:
    connection = RedisConnection(redis_url)

    with pytest.raises(StoreBroken) as raised:
        ask(RedisInbox(connection, Keys(prefix, partitions=16)))

    assert raised.value.code == "REDIS_LAYOUT_DIFFERS"
    with Redis.from_url(redis_url, decode_responses=True) as client:
        assert list(client.scan_iter(f"{prefix}:*")) == [f"{prefix}:layout"]
    connection.close()


def test_full_redis_still_lets_workers_begin(tmp_path_factory: pytest.TempPathFactory) -> None:
    running = start_redis(tmp_path_factory.mktemp("full"), appendfsync="everysec")
    settings = settings_of(running.url, "bx", partitions=4)
    try:
        open_store(settings).connection.close()
        with Redis.from_url(running.url) as client:
            client.config_set("maxmemory", 1)

        store = open_store(settings)

        assert store.inbox.backlog() == 0
        with pytest.raises(StoreUnavailable):
            enqueue(store.inbox)
        store.connection.close()
    finally:
        running.stop()
