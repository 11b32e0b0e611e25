"""The way to Redis: time-limited, never repeating a write by itself, errors as ours."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from redis import Redis
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import (
    AskError,
    ClusterDownError,
    MasterDownError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisClusterException,
    RedisError,
    ResponseError,
    TryAgainError,
)
from redis.retry import Retry

from engine.errors import CortexError, StoreBroken, StoreUnavailable
from integrations.redis.endpoints import Endpoint, endpoint_of, open_client
from integrations.redis.nodes import masters
from integrations.redis.replication import (
    CONFIRMED,
    UNCONFIRMED,
    Replication,
    replicas_at_hand,
    run_confirmed,
)
from integrations.redis.scripts import ScriptName, run_script

T = TypeVar("T")

OLDEST_VERSION = (6, 2)
"""The first server with XAUTOCLAIM."""

SOCKET_TIMEOUT_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 4.0
"""A blocking read must end before its socket times out, or its answer would be lost."""

# Memory is freed, a replica takes over, a script ends, a cluster heals: the same call will succeed.
_PASSING = (
    OutOfMemoryError,
    ReadOnlyError,
    MasterDownError,
    ClusterDownError,
    TryAgainError,
    AskError,
)
_PASSING_WORDS = re.compile(
    r"(?:^|-)(?:OOM|LOADING|MASTERDOWN|READONLY|BUSY|MISCONF|NOREPLICAS|CLUSTERDOWN|TRYAGAIN)\b"
)
_CODE = re.compile(r"[A-Z]{2,}")

_CONNECTIONS = 64
_BLOCKING_CONNECTIONS = 8


class RedisConnection:
    """One process's connections; opened on first use and again after a fork."""

    def __init__(
        self,
        url: str,
        *,
        socket_timeout_seconds: float = SOCKET_TIMEOUT_SECONDS,
        replication: Replication = UNCONFIRMED,
    ) -> None:
        self._endpoint = endpoint_of(url)
        self._replication = replication
        self._socket_timeout = socket_timeout_seconds
        self._opening = Lock()
        self._clients: _Clients | None = None
        self._retry = Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.5), 3)

    @property
    def is_cluster(self) -> bool:
        """Whether keys lie on several servers, and one command reaches one slot."""
        return self._endpoint.kind == "cluster"

    @property
    def fails_over(self) -> bool:
        """Whether another server, which may lack the last writes, can take the master's place."""
        return self._endpoint.kind != "one" or self._replication.replicas > 0

    @property
    def awaits_no_replica(self) -> bool:
        """Whether a server that takes the master's place may lack what was answered or sent."""
        return self.fails_over and self._replication.replicas == 0

    def run(
        self, name: ScriptName, *, keys: Sequence[str], arguments: Sequence[str | int] = ()
    ) -> Any:
        """Run a script, again after a lost answer: each knows a repeated call.

        Raises NotReplicated, with the answer, when replicas must have it and too few do.
        """
        replication = self._replication

        def call(client: Redis) -> Any:
            if replication.replicas and name in CONFIRMED:
                return run_confirmed(
                    client, name, keys=keys, arguments=arguments, replication=replication
                )
            return run_script(client, name, keys=keys, arguments=arguments)

        return self.repeatable(call)

    def once(self, command: Callable[[Redis], T]) -> T:
        """Run a command that must not be repeated; after an error it may have been applied."""
        with _our_errors():
            return command(self._opened().commands)

    def repeatable(self, command: Callable[[Redis], T]) -> T:
        """Run a command that may be applied twice, trying a few times."""
        with _our_errors():
            return self._retry.call_with_retry(lambda: command(self._opened().commands), _carry_on)

    def waiting(self, command: Callable[[Redis], T]) -> T:
        """Run a blocking read on its own connections, once."""
        with _our_errors():
            return command(self._opened().blocking)

    def require_supported_server(self) -> None:
        """Raise CortexError REDIS_TOO_OLD for a server without the commands we use."""
        for answer in self._told_by_masters("server"):
            require_supported_version(str(answer["redis_version"]))

    def may_evict(self) -> bool:
        """Say whether a server may drop keys for want of memory: a lock, or what was sent."""
        # CONFIG GET is forbidden on many hosted servers; INFO tells the same.
        return any(
            bool(memory["maxmemory"]) and memory["maxmemory_policy"] != "noeviction"
            for memory in self._told_by_masters("memory")
        )

    def lacks_replicas(self) -> bool:
        """Say whether a master has fewer replicas at hand than must confirm its writes."""
        wanted = self._replication.replicas
        return wanted > 0 and any(
            replicas_at_hand(told) < wanted for told in self._told_by_masters("replication")
        )

    def close(self) -> None:
        """Close every connection."""
        if self._clients is not None:
            self._clients.commands.close()
            self._clients.blocking.close()

    def _told_by_masters(self, section: str) -> Sequence[Mapping[str, Any]]:
        return self.repeatable(lambda client: [master.info(section) for master in masters(client)])

    def _opened(self) -> "_Clients":
        # Not before it is used: the client of a Cluster asks its servers when it is made.
        opened = self._clients
        if opened is None:
            with self._opening:
                opened = self._clients or _clients(self._endpoint, self._socket_timeout)
                self._clients = opened
        return opened


@dataclass(frozen=True)
class _Clients:
    commands: Redis
    blocking: Redis
    """Apart, so that readers waiting for work never keep a webhook from being stored."""


def _clients(endpoint: Endpoint, socket_timeout: float) -> _Clients:
    commands = open_client(endpoint, connections=_CONNECTIONS, socket_timeout=socket_timeout)
    if endpoint.kind == "cluster":
        # Nothing waits there: a reader asks every server in turn.
        return _Clients(commands, commands)
    blocking = open_client(
        endpoint, connections=_BLOCKING_CONNECTIONS, socket_timeout=SOCKET_TIMEOUT_SECONDS
    )
    return _Clients(commands, blocking)


def connect(url: str) -> RedisConnection:
    """Open connections to a server that answers and is new enough."""
    connection = RedisConnection(url)
    connection.require_supported_server()
    return connection


def require_supported_version(version: str) -> None:
    """Raise CortexError REDIS_TOO_OLD for a version before 6.2."""
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_VERSION:
        raise CortexError(
            f"Redis {version} is too old: Cortex needs 6.2 or newer", code="REDIS_TOO_OLD"
        )


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except ResponseError as error:
        if _passes(error):
            raise StoreUnavailable(f"Redis cannot serve now: {type(error).__name__}") from error
        # Without the server's words: they may quote what a key holds.
        raise StoreBroken(f"Redis refuses: {_code(error)}") from error
    except (RedisError, RedisClusterException) as error:
        raise StoreUnavailable(f"Redis did not answer: {type(error).__name__}") from error


def _passes(error: ResponseError) -> bool:
    # Redis 6.2 wraps the error of a script: "ERR Error running script ...: -OOM command not ...".
    return isinstance(error, _PASSING) or _PASSING_WORDS.search(str(error)) is not None


def _code(error: ResponseError) -> str:
    stated = _CODE.match(str(error))
    return stated.group() if stated else type(error).__name__


def _carry_on(_error: Exception) -> None:
    """Do nothing between tries: a broken connection has already been dropped."""
