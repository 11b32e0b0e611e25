"""The way to Redis: time-limited, never repeating a write by itself, errors as ours."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from redis import BlockingConnectionPool, Redis
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.exceptions import (
    ClusterDownError,
    MasterDownError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
    TryAgainError,
)
from redis.retry import Retry

from engine.errors import CortexError, InvalidInput, StoreBroken, StoreUnavailable
from integrations.redis.scripts import ScriptName, run_script

T = TypeVar("T")

OLDEST_VERSION = (6, 2)
"""The first server with XAUTOCLAIM."""

SOCKET_TIMEOUT_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 4.0
"""A blocking read must end before its socket times out, or its answer would be lost."""

# Memory is freed, a replica takes over, a script ends, a cluster heals: the same call will succeed.
_PASSING = (OutOfMemoryError, ReadOnlyError, MasterDownError, ClusterDownError, TryAgainError)
_PASSING_WORDS = re.compile(
    r"(?:^|-)(?:OOM|LOADING|MASTERDOWN|READONLY|BUSY|MISCONF|NOREPLICAS|CLUSTERDOWN|TRYAGAIN)\b"
)
_CODE = re.compile(r"[A-Z]{2,}")

_CONNECTIONS = 64
_BLOCKING_CONNECTIONS = 8


class RedisConnection:
    """One process's connections; opened on first use and again after a fork."""

    def __init__(self, url: str, *, socket_timeout_seconds: float = SOCKET_TIMEOUT_SECONDS) -> None:
        timeout = socket_timeout_seconds
        self._commands = _client(url, connections=_CONNECTIONS, socket_timeout=timeout)
        # Apart, so that readers waiting for work never keep a webhook from being stored.
        self._blocking = _client(
            url, connections=_BLOCKING_CONNECTIONS, socket_timeout=SOCKET_TIMEOUT_SECONDS
        )
        self._retry = Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.5), 3)

    def run(
        self, name: ScriptName, *, keys: Sequence[str], arguments: Sequence[str | int] = ()
    ) -> Any:
        """Run a script, again after a lost answer: each knows a repeated call."""

        def call(client: Redis) -> Any:
            return run_script(client, name, keys=keys, arguments=arguments)

        return self.repeatable(call)

    def once(self, command: Callable[[Redis], T]) -> T:
        """Run a command that must not be repeated; after an error it may have been applied."""
        with _our_errors():
            return command(self._commands)

    def repeatable(self, command: Callable[[Redis], T]) -> T:
        """Run a command that may be applied twice, trying a few times."""
        with _our_errors():
            return self._retry.call_with_retry(lambda: command(self._commands), _carry_on)

    def waiting(self, command: Callable[[Redis], T]) -> T:
        """Run a blocking read on its own connections, once."""
        with _our_errors():
            return command(self._blocking)

    def require_supported_server(self) -> None:
        """Raise CortexError REDIS_TOO_OLD for a server without the commands we use."""
        answer = self.repeatable(lambda client: client.info("server"))
        require_supported_version(str(answer["redis_version"]))

    def may_evict(self) -> bool:
        """Say whether the server may drop keys for want of memory: a lock, or what was sent."""
        # CONFIG GET is forbidden on many hosted servers; INFO tells the same.
        memory = self.repeatable(lambda client: client.info("memory"))
        return bool(memory["maxmemory"]) and memory["maxmemory_policy"] != "noeviction"

    def close(self) -> None:
        """Close every connection."""
        self._commands.close()
        self._blocking.close()


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


def _client(url: str, *, connections: int, socket_timeout: float) -> Redis:
    try:
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=connections,
            timeout=2,
            decode_responses=True,
            # NOTE(redis-py 8.1): the default is ten retries, which repeats writes, and RESP3,
            # which answers XREADGROUP in another shape and greets with CLIENT MAINT_NOTIFICATIONS.
            protocol=2,
            retry=Retry(NoBackoff(), 0),
            socket_timeout=socket_timeout,
            socket_connect_timeout=1,
            health_check_interval=15,
            # A socket file has no network to keep alive, and its connection refuses the option.
            **({} if url.startswith("unix:") else {"socket_keepalive": True}),
        )
    except ValueError:
        # Without its cause: that quotes pieces of the URL, which may be its password.
        raise InvalidInput(
            "the Redis URL must look like redis://[user:password@]host:port/db or unix://path",
            code="REDIS_URL_INVALID",
        ) from None
    return Redis.from_pool(pool)


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except ResponseError as error:
        if _passes(error):
            raise StoreUnavailable(f"Redis cannot serve now: {type(error).__name__}") from error
        # Without the server's words: they may quote what a key holds.
        raise StoreBroken(f"Redis refuses: {_code(error)}") from error
    except RedisError as error:
        raise StoreUnavailable(f"Redis did not answer: {type(error).__name__}") from error


def _passes(error: ResponseError) -> bool:
    # Redis 6.2 wraps the error of a script: "ERR Error running script ...: -OOM command not ...".
    return isinstance(error, _PASSING) or _PASSING_WORDS.search(str(error)) is not None


def _code(error: ResponseError) -> str:
    stated = _CODE.match(str(error))
    return stated.group() if stated else type(error).__name__


def _carry_on(_error: Exception) -> None:
    """Do nothing between tries: a broken connection has already been dropped."""
