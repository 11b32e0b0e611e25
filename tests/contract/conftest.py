"""Each durable port on memory, on one Redis and on a Cluster: one suite for all."""

from collections.abc import Iterator
from functools import partial

import pytest

from integrations.redis.connection import connect
from integrations.redis.endpoints import endpoint_of, open_client
from tests.contract.stores import Store, StoreFactory, memory_store, redis_store


@pytest.fixture(scope="session")
def new_redis_store(redis_url: str) -> Iterator[StoreFactory]:
    yield from _stores_on(redis_url)


@pytest.fixture(scope="session")
def new_cluster_store(redis_cluster_url: str) -> Iterator[StoreFactory]:
    yield from _stores_on(redis_cluster_url)


def _stores_on(url: str) -> Iterator[StoreFactory]:
    connection = connect(url)
    client = open_client(endpoint_of(url), connections=8, socket_timeout=5)
    try:
        yield partial(redis_store, connection, client)
    finally:
        connection.close()
        client.close()


@pytest.fixture
def new_memory_store() -> StoreFactory:
    return memory_store


@pytest.fixture(params=["memory", "redis", "cluster"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        return memory_store()
    factory: StoreFactory = request.getfixturevalue(f"new_{request.param}_store")
    return factory()
