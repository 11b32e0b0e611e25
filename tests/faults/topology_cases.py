"""The faults of the campaign where Redis is more than one server, or Cortex more than one host."""

from collections.abc import Mapping
from dataclasses import replace

from tests.faults.case import Case, Misfortune
from tests.faults.cases import KILLED_ANYWHERE, REDIS_KILLED
from tests.faults.crowd import CrowdSize
from tests.faults.doors import FAIR, UNHEARD
from tests.faults.topology_nemeses import (
    accepted_by_the_old_master,
    master_cut_off,
    masters_killed_every,
    replica_late_for,
)

KILLED_ON_A_CLUSTER = replace(
    KILLED_ANYWHERE,
    name="F1-cluster",
    what="a worker is killed at each point, with the data on three masters",
    topology="cluster",
)
KILLED_MASTERS = replace(
    REDIS_KILLED,
    name="F6-cluster",
    what="the masters of a Cluster are killed in turn and started again",
    nemesis=masters_killed_every(3.0),
    topology="cluster",
)
TWO_HOSTS = Case(
    "hosts",
    "two whole instances on a Cluster; the events of each conversation arrive at them by turns",
    CrowdSize(askers=10, questions=6, buyers=2, demo=True),
    topology="cluster",
    workers=1,
    hosts=2,
    seconds=120,
)
CUT_OFF = Case(
    "F8",
    "the master is cut off, another takes over, and clients go on writing to both for a while",
    CrowdSize(askers=10, questions=8, buyers=3, per_second=2, mouths=8),
    nemesis=master_cut_off(clients=FAIR, seconds=4),
    # The first order is looked for while everything breaks.
    misfortunes=(Misfortune("shop", "orders/instant", "apply_then_drop"),),
    topology="sentinels",
    one_history=False,
    holds_orders=True,
    settings={
        "CORTEX_REDIS_REPLICAS": "1",
        "CORTEX_REDIS_WAIT_MS": "1000",
        "CORTEX_FAILOVER_HOLD_SECONDS": "30",
    },
    seconds=240,
    quiet_seconds=240,
    left=1,
)
CUT_OFF_UNHEARD = replace(
    CUT_OFF,
    name="F8-unheard",
    what="the master is cut off from all: it does what it is asked, and nobody hears of it",
    nemesis=master_cut_off(clients=UNHEARD, seconds=4),
)
KEPT_IN_VAIN = replace(
    CUT_OFF,
    name="F8-kept",
    what="messages come to a master that is cut off, nobody takes them up, and it is replaced",
    crowd=CrowdSize(askers=10, questions=6, per_second=6, mouths=8),
    nemesis=accepted_by_the_old_master(2.0),
    misfortunes=(),
    left=0,
)
LATE_REPLICA = replace(
    CUT_OFF,
    name="F8-late",
    what="the replica confirms too late again and again",
    crowd=CrowdSize(askers=10, questions=6, buyers=2, per_second=3, mouths=8),
    nemesis=replica_late_for(1.5),
    misfortunes=(),
    one_history=True,
    holds_orders=False,
)

TOPOLOGY_CASES = (
    CUT_OFF,
    CUT_OFF_UNHEARD,
    KEPT_IN_VAIN,
    LATE_REPLICA,
    TWO_HOSTS,
    KILLED_ON_A_CLUSTER,
    KILLED_MASTERS,
)

NOTICED_BY_TOPOLOGY: Mapping[str, Case] = {"wait": KEPT_IN_VAIN}
"""The case that must notice each mutant of what more servers need."""
