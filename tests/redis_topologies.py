"""A Cluster of three masters and a Sentinel trio over a replicated server, for tests."""

import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from integrations.redis.launcher import RunningRedis, find_server, free_port, start_redis

MASTERS = 3
SLOTS = 16_384
MASTER_NAME = "cortex"

_READY_SECONDS = 30.0
REPLICATION: Mapping[str, str] = {"repl-diskless-sync-delay": "0"}
"""A replica that comes has all at once."""


@dataclass(frozen=True)
class Cluster:
    """Three masters that own all slots; the URL names two of them."""

    url: str
    masters: list[RunningRedis]
    starts: Sequence[Callable[[int], RunningRedis]]
    """How each is started on a port."""

    def kill_and_start(self, number: int) -> None:
        """End a master as a crash would; it comes back on its data and port."""
        dead = self.masters[number]
        dead.process.kill()
        dead.process.wait()
        self.masters[number] = self.starts[number](dead.port)


@contextmanager
def a_cluster(folder: Path) -> Iterator[Cluster]:
    with ExitStack() as stopping:
        starts = [
            partial(started, stopping, folder / f"node{n}", _member()) for n in range(MASTERS)
        ]
        servers = [start() for start in starts]
        clients = [stopping.enter_context(client_of(server)) for server in servers]
        for n, client in enumerate(clients):
            first, last = SLOTS * n // MASTERS, SLOTS * (n + 1) // MASTERS - 1
            client.execute_command("CLUSTER ADDSLOTSRANGE", first, last)
        for server, client in zip(servers, clients, strict=True):
            # Numbered apart at once, or two masters would have to find out that they are equals.
            client.execute_command("CLUSTER SET-CONFIG-EPOCH", servers.index(server) + 1)
        for server in servers[1:]:
            bus = _bus_port(server)
            clients[0].execute_command("CLUSTER MEET", "127.0.0.1", server.port, bus)
        wait_until(lambda: all(_is_whole(client) for client in clients))
        hosts = ",".join(f"127.0.0.1:{server.port}" for server in servers[:2])
        yield Cluster(f"redis+cluster://{hosts}", servers, starts)


@dataclass(frozen=True)
class SentinelTrio:
    """A master with a replica, and three Sentinels that put the replica in its place."""

    url: str
    master: RunningRedis
    replica: RunningRedis

    def lose_the_master(self) -> None:
        """Kill the master; return when the replica takes writes."""
        self.master.process.kill()
        self.master.process.wait()
        with client_of(self.replica) as client:
            wait_until(lambda: client.info("replication")["role"] == "master")


@contextmanager
def a_sentinel_trio(folder: Path) -> Iterator[SentinelTrio]:
    with ExitStack() as stopping:
        master, replica = stopping.enter_context(a_replicated_server(folder))
        url = stopping.enter_context(three_sentinels(folder, master_port=master.port))
        yield SentinelTrio(url, master, replica)


@contextmanager
def three_sentinels(
    folder: Path, *, master_port: int, down_after_ms: int = 300, lines: Sequence[str] = ()
) -> Iterator[str]:
    """Let Sentinels that know each other watch a master with one replica; gives their URL."""
    with ExitStack() as stopping:
        ports = [free_port() for _ in range(3)]
        for port in ports:
            watching = (
                *(f"port {port}", "bind 127.0.0.1", *lines),
                f"sentinel monitor {MASTER_NAME} 127.0.0.1 {master_port} 2",
                f"sentinel down-after-milliseconds {MASTER_NAME} {down_after_ms}",
                f"sentinel failover-timeout {MASTER_NAME} {max(2000, 2 * down_after_ms)}",
            )
            _start_sentinel(stopping, folder / f"sentinel{port}", watching)
        clients = [stopping.enter_context(Redis(port=port)) for port in ports]
        wait_until(lambda: all(_knows_all(client) for client in clients))
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
        yield f"redis+sentinel://{hosts}/{MASTER_NAME}"


@contextmanager
def a_replicated_server(folder: Path) -> Iterator[tuple[RunningRedis, RunningRedis]]:
    """A master and a replica that has caught up."""
    with ExitStack() as stopping:
        master = started(stopping, folder / "master", REPLICATION)
        copy = {**REPLICATION, "replicaof": f"127.0.0.1 {master.port}"}
        replica = started(stopping, folder / "replica", copy)
        client = stopping.enter_context(client_of(master))
        wait_until(lambda: client.execute_command("WAIT", 1, 100) == 1)
        yield master, replica


@contextmanager
def frozen(server: RunningRedis) -> Iterator[None]:
    """Let a server answer nothing for a while."""
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


def started(
    stopping: ExitStack, folder: Path, options: Mapping[str, str], port: int = 0
) -> RunningRedis:
    """Start a server that ends with the block."""
    server = start_redis(folder, port, appendfsync="everysec", options=options)
    stopping.callback(server.stop)
    return server


def change_master(server: RunningRedis) -> None:
    """Give a server another history, as the replica gets that takes over."""
    with client_of(server) as client:
        client.replicaof("127.0.0.1", "1")
        client.replicaof("NO", "ONE")


def client_of(server: RunningRedis) -> Redis:
    return Redis.from_url(server.url, decode_responses=True, socket_timeout=5)


def wait_until(holds: Callable[[], bool], *, seconds: float = _READY_SECONDS) -> None:
    """Ask again and again; a server that does not answer yet says no."""
    until = monotonic() + seconds
    while not _holds(holds):
        assert monotonic() < until, "the servers did not get ready"
        Event().wait(0.02)


def _holds(holds: Callable[[], bool]) -> bool:
    try:
        return holds()
    except RedisError:
        return False


def _member() -> Mapping[str, str]:
    return {
        "cluster-enabled": "yes",
        "cluster-node-timeout": "2000",
        "cluster-require-full-coverage": "no",
        # Ten thousand above the port is the default, and may not be there.
        "cluster-port": str(free_port()),
    }


def _bus_port(server: RunningRedis) -> int:
    with client_of(server) as client:
        return int(client.config_get("cluster-port")["cluster-port"])


def _is_whole(client: Any) -> bool:
    told = client.execute_command("CLUSTER INFO")
    return "cluster_state:ok" in str(told) or (
        isinstance(told, dict) and told.get("cluster_state") == "ok"
    )


def _start_sentinel(stopping: ExitStack, folder: Path, lines: Sequence[str]) -> None:
    folder.mkdir(parents=True)
    written = folder / "sentinel.conf"
    written.write_text("\n".join([f"dir {folder}", *lines, ""]))
    process = subprocess.Popen(  # noqa: S603 - found by us
        [str(find_server()), str(written), "--sentinel"], stdout=subprocess.DEVNULL
    )
    stopping.callback(process.wait)
    stopping.callback(process.kill)


def _knows_all(client: Any) -> bool:
    told = client.sentinel_master(MASTER_NAME)
    return (told["num-slaves"], told["num-other-sentinels"]) == (1, 2)
