"""Where Redis is, by its URL: one server, a master named by Sentinels, or a Cluster."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from redis import Redis, SSLConnection
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.connection import parse_url
from redis.retry import Retry
from redis.sentinel import Sentinel

from engine.errors import InvalidInput
from integrations.redis.quick_calls import QuickPool

Kind = Literal["one", "sentinel", "cluster"]

SENTINEL_PORT = 26379
SERVER_PORT = 6379

CONNECTIONS_OF_MANY = 1024
"""Pools over several servers do not wait for a free connection: they open as many as are used."""

_CONNECT_SECONDS = 1.0
_SEVERAL = re.compile(
    r"(?P<scheme>rediss?)\+(?P<kind>sentinel|cluster)://"
    r"(?P<login>[^@/?]*@)?(?P<hosts>[^@/?]+)(?P<path>/[^?]*)?(?P<query>\?.*)?"
)
_SENTINEL_PATH = re.compile(r"/(?P<service>[A-Za-z0-9._-]+)(?P<database>/[0-9]+)?")


@dataclass(frozen=True)
class Endpoint:
    """A way to Redis as the URL tells it; `options` may hold a password."""

    kind: Kind
    url: str
    hosts: tuple[tuple[str, int], ...] = ()
    service: str = ""
    """Name of the master that the Sentinels watch."""
    options: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        return f"Endpoint({self.kind})"


def endpoint_of(url: str) -> Endpoint:
    """Read a Redis URL; raises InvalidInput REDIS_URL_INVALID, without repeating any of it."""
    try:
        several = _SEVERAL.fullmatch(url)
        if several is None:
            _parsed(url)
            return Endpoint("one", url)
        return _several(several)
    except ValueError:
        # Without its cause: that quotes pieces of the URL, which may be its password.
        raise InvalidInput(
            "the Redis URL must look like redis://[user:password@]host:port/db, unix://path, "
            "redis+sentinel://[user:password@]host,host/name[/db] "
            "or redis+cluster://[user:password@]host,host",
            code="REDIS_URL_INVALID",
        ) from None


def open_client(endpoint: Endpoint, *, connections: int, socket_timeout: float) -> Redis:
    """Make a client; only that of a Cluster asks for something at once: who owns which slots."""
    options: dict[str, Any] = {
        "decode_responses": True,
        # NOTE(redis-py 8.1): the default is ten retries, which repeats writes, and RESP3,
        # which answers XREADGROUP in another shape and greets with CLIENT MAINT_NOTIFICATIONS.
        "protocol": 2,
        "retry": Retry(NoBackoff(), 0),
        "socket_timeout": socket_timeout,
        "socket_connect_timeout": _CONNECT_SECONDS,
        "health_check_interval": 15,
    }
    if endpoint.kind == "one":
        return _one(endpoint.url, connections, options)
    options |= {**(endpoint.options or {}), "socket_keepalive": True}
    if endpoint.kind == "sentinel":
        return _behind_sentinels(endpoint, options)
    return _cluster(endpoint, options)


def _several(written: re.Match[str]) -> Endpoint:
    kind = cast("Kind", written["kind"])
    default = SENTINEL_PORT if kind == "sentinel" else SERVER_PORT
    hosts = tuple(_host(host, default) for host in written["hosts"].split(","))
    path, service, database = written["path"] or "", "", ""
    if kind == "sentinel":
        named = _SENTINEL_PATH.fullmatch(path)
        if named is None:
            raise ValueError
        service, database = named["service"], named["database"] or ""
    elif path not in {"", "/", "/0"}:
        raise ValueError
    login, query = written["login"] or "", written["query"] or ""
    options = _parsed(f"{written['scheme']}://{login}host{database}{query}")
    del options["host"]
    if options.pop("connection_class", None) is SSLConnection:
        options["ssl"] = True
    return Endpoint(kind, "", hosts, service, options)


def _parsed(url: str) -> dict[str, Any]:
    return dict(parse_url(url))  # type: ignore[no-untyped-call]


def _host(written: str, default: int) -> tuple[str, int]:
    parts = urlsplit(f"//{written}")
    if not parts.hostname:
        raise ValueError
    return parts.hostname, parts.port or default


def _one(url: str, connections: int, options: Mapping[str, Any]) -> Redis:
    # A socket file has no network to keep alive, and its connection refuses the option.
    network = {} if url.startswith("unix:") else {"socket_keepalive": True}
    pool = QuickPool.from_url(url, max_connections=connections, timeout=2, **options, **network)
    return Redis.from_pool(pool)


def _behind_sentinels(endpoint: Endpoint, options: Mapping[str, Any]) -> Redis:
    # Sentinels have users of their own, if any: what opens the server is not shown to them.
    asking = {
        "socket_timeout": _CONNECT_SECONDS,
        "socket_connect_timeout": _CONNECT_SECONDS,
        "retry": Retry(NoBackoff(), 0),
        "ssl": bool(options.get("ssl")),
    }
    library: Any = Sentinel
    sentinels = library(list(endpoint.hosts), sentinel_kwargs=asking)
    client: Redis = sentinels.master_for(
        endpoint.service, max_connections=CONNECTIONS_OF_MANY, **options
    )
    return client


def _cluster(endpoint: Endpoint, options: Mapping[str, Any]) -> Redis:
    node: Any = ClusterNode
    cluster: Any = RedisCluster(
        startup_nodes=[node(host, port) for host, port in endpoint.hosts],
        # While one node is away the dialogs of the others go on.
        require_full_coverage=False,
        max_connections=CONNECTIONS_OF_MANY,
        **options,
    )
    # It is no Redis by type, and answers to all that is asked of one here.
    return cast("Redis", cluster)
