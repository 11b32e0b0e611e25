"""What the stack of a case keeps its data on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from tests.faults.guarded_trio import GuardedTrio, a_guarded_trio
from tests.redis_topologies import Cluster, a_cluster

Topology = Literal["one", "sentinels", "cluster"]

Servers = GuardedTrio | Cluster | None
"""None where the stack has a server of its own."""


@contextmanager
def servers_of(topology: Topology, folder: Path) -> Iterator[Servers]:
    """Start the servers; they end with the block."""
    match topology:
        case "one":
            yield None
        case "sentinels":
            with a_guarded_trio(folder) as trio:
                yield trio
        case "cluster":
            with a_cluster(folder) as cluster:
                yield cluster
