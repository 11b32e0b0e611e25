"""Each durable port on memory and on Redis: one suite, two implementations."""

from collections.abc import Iterator
from functools import partial

import pytest
from redis import Redis

from integrations.redis.connection import connect
from tests.contract.stores import Store, StoreFactory, memory_store, redis_store


@pytest.fixture
def new_redis_store(redis_url: str) -> Iterator[StoreFactory]:
    connection = connect(redis_url)
    client = Redis.from_url(redis_url, decode_responses=True)
    try:
        yield partial(redis_store, connection, client)
    finally:
        connection.close()
        client.close()


@pytest.fixture
def new_memory_store() -> StoreFactory:
    return memory_store


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        return memory_store()
    factory: StoreFactory = request.getfixturevalue("new_redis_store")
    return factory()
