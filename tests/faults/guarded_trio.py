"""A master, its replica and three Sentinels, each server behind a door that can cut it off.

They know the servers by their doors only. Servers and Sentinels call from addresses of their own,
so that a door can tell them from clients.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis.sentinel import Sentinel

from api.cli.local_ports import LOOPBACK
from integrations.redis.endpoints import endpoint_of
from integrations.redis.launcher import RunningRedis
from tests.faults.doors import BLACK_HOLE, FAIR, Door, Weather
from tests.redis_topologies import (
    MASTER_NAME,
    REPLICATION,
    client_of,
    started,
    three_sentinels,
    wait_until,
)

SERVERS, SENTINELS = "127.0.0.2", "127.0.0.3"
"""Where replicas and Sentinels call from; whoever calls from elsewhere is a client."""

DOWN_AFTER_MS = 3000
"""A machine that has much else to do is not down."""

_CALLING_FROM = {"bind-source-addr": SERVERS}
_SENTINEL_LINES = (f"bind-source-addr {SENTINELS}", f"sentinel announce-ip {LOOPBACK}")


@dataclass(frozen=True)
class Guarded:
    """A server and the door in front of it."""

    server: RunningRedis
    door: Door

    def is_confirmed(self) -> bool:
        """Say whether it is a master whose replica has what it is told."""
        with client_of(self.server) as client:
            if client.info("replication")["role"] != "master":
                return False
            # Where nothing was written on a connection, there is nothing to wait for.
            client.set("confirmed", "1")
            return bool(client.execute_command("WAIT", 1, 500) == 1)


@dataclass(frozen=True)
class GuardedTrio:
    """Two servers, of which the Sentinels call one the master."""

    url: str
    members: tuple[Guarded, Guarded]

    @property
    def master(self) -> Guarded:
        """The master by the word of the Sentinels, whatever the servers take themselves for."""
        library: Any = Sentinel
        asked = library(list(endpoint_of(self.url).hosts), socket_timeout=5)
        _, port = asked.discover_master(MASTER_NAME)
        return next(member for member in self.members if member.door.port == port)

    @contextmanager
    def cut_off_from(self, member: Guarded, *, clients: Weather) -> Iterator[None]:
        """Keep replica and Sentinels away from a server; what clients meet there is told."""
        met = {SERVERS: BLACK_HOLE, SENTINELS: BLACK_HOLE, LOOPBACK: clients}
        for source, weather in met.items():
            member.door.let(source, weather)
        try:
            yield
        finally:
            for source in met:
                member.door.let(source, FAIR)

    def is_whole(self) -> bool:
        """Say whether the one master has its replica."""
        return self.master.is_confirmed()


@contextmanager
def a_guarded_trio(folder: Path) -> Iterator[GuardedTrio]:
    with ExitStack() as stopping:
        master, replica = (_guarded(stopping, folder / f"server{n}") for n in range(2))
        with client_of(replica.server) as client:
            client.replicaof(LOOPBACK, str(master.door.port))
        wait_until(master.is_confirmed)
        url = stopping.enter_context(
            three_sentinels(
                folder,
                master_port=master.door.port,
                down_after_ms=DOWN_AFTER_MS,
                lines=_SENTINEL_LINES,
            )
        )
        yield GuardedTrio(url, (master, replica))


def _guarded(stopping: ExitStack, folder: Path) -> Guarded:
    server = started(stopping, folder, {**REPLICATION, **_CALLING_FROM})
    door = stopping.enter_context(closing(Door(server.port)))
    with client_of(server) as client:
        client.config_set("replica-announce-ip", LOOPBACK)
        client.config_set("replica-announce-port", door.port)
    return Guarded(server, door)
