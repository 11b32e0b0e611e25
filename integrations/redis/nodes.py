"""The servers of a Cluster one by one, for what no single command does over all of them."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from redis import Redis
from redis.cluster import RedisCluster
from redis.exceptions import (
    AskError,
    ConnectionError,  # noqa: A004 - the name that redis-py gave it
    RedisClusterException,
    RedisError,
    TimeoutError,  # noqa: A004 - the name that redis-py gave it
)

T = TypeVar("T")


def masters(client: Redis) -> tuple[Redis, ...]:
    """Return a client of every server that takes writes."""
    cluster = _cluster(client)
    if cluster is None:
        return (client,)
    return tuple(cluster.get_redis_connection(node) for node in cluster.get_primaries())


def by_server(client: Redis, keys: Iterable[str]) -> Mapping[Redis, list[str]]:
    """Return the keys by the client of the server that owns them."""
    owned: dict[Redis, list[str]] = {}
    for key in keys:
        owned.setdefault(_owner(client, key), []).append(key)
    return owned


def on_server_of(client: Redis, key: str, command: Callable[[Redis], T]) -> T:
    """Run a command on the one server that owns a key: a pipeline, or what needs a connection."""
    owner = _owner(client, key)
    if owner is client:
        return command(client)
    try:
        return command(owner)
    except AskError as error:
        # Nothing was carried out: the same call reaches the new owner.
        look_around(client)
        raise ConnectionError("the slot has moved") from error
    except (ConnectionError, TimeoutError):
        look_around(client)
        raise


def look_around(client: Redis) -> None:
    """Ask the Cluster anew who owns what; what is not answered now is asked again next time."""
    cluster = _cluster(client)
    if cluster is not None:
        with suppress(RedisClusterException, RedisError):
            cluster.nodes_manager.initialize()


def _owner(client: Redis, key: str) -> Redis:
    cluster = _cluster(client)
    if cluster is None:
        return client
    node = cluster.get_node_from_key(key)
    if node is None:
        raise ConnectionError("no server owns the slot now")
    server: Redis = cluster.get_redis_connection(node)
    return server


def _cluster(client: Any) -> Any | None:
    # The client of a Cluster is none of a Redis by type: see `endpoints.open_client`.
    return client if isinstance(client, RedisCluster) else None
