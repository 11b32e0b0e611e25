"""The faults where something is short: snapshots, disk, memory of what was, or turns of others."""

from tests.faults.case import Case, Misfortune
from tests.faults.crowd import CrowdSize
from tests.faults.scarcity import (
    redis_down_and_spool_full,
    redis_forgets,
    redis_put_back,
    redis_without_disk,
    redis_without_snapshots,
)

NO_SNAPSHOTS = Case(
    "F10-snapshots",
    "Redis refuses writes because it cannot write a snapshot",
    CrowdSize(askers=10, questions=6, per_second=5, mouths=8),
    nemesis=redis_without_snapshots(6.0),
)
NO_DISK = Case(
    "F10-disk",
    "the disk of Redis is full: it ends, and again when it is started",
    CrowdSize(askers=10, questions=6, per_second=5, mouths=8),
    nemesis=redis_without_disk(8.0),
    small_disks=True,
)
SPOOL_FULL = Case(
    "F10-spool",
    "Redis is away and the disk of the spool is full: what is refused is told so",
    CrowdSize(askers=24, questions=5, per_second=10, mouths=8),
    nemesis=redis_down_and_spool_full(8.0),
    small_disks=True,
    all_taken=False,
    some_refused=True,
)
FORGETS = Case(
    "F11",
    "Redis comes back without its data: what comes from then on is served, once",
    CrowdSize(askers=12, questions=8, per_second=6, mouths=8),
    nemesis=redis_forgets(),
    forgets=True,
)
FORGETS_ORDERS = Case(
    "F11-orders",
    "Redis forgets orders that are being placed, and all that was said is said again",
    CrowdSize(askers=0, buyers=4, says_again=True),
    nemesis=redis_forgets(ordering=True),
    misfortunes=(Misfortune("shop", "orders/instant", "slow", times=4, seconds=1.0),),
    forgets=True,
    seconds=30,
)
PUT_BACK = Case(
    "F11-copy",
    "Redis comes back as it was before orders were placed: each is found in the shop by its tag",
    CrowdSize(askers=0, buyers=4),
    nemesis=redis_put_back,
    misfortunes=(Misfortune("shop", "orders/instant", "slow", times=4, seconds=1.0),),
    forgets=True,
    seconds=90,
)
HOT_DIALOG = Case(
    "F16",
    "a thousand messages in one dialog, more than a mailbox holds; two hundred others go on beside",
    CrowdSize(askers=200, questions=4, per_second=24, mouths=8, flood=1000),
    # Away from here, as a real portal: else it is the processor of this machine that all wait for.
    misfortunes=(Misfortune("portal", "imbot.message.add", "slow", times=9999, seconds=0.1),),
    quiet_seconds=900,
)

SCARCITY_CASES = (NO_SNAPSHOTS, FORGETS, FORGETS_ORDERS, PUT_BACK, NO_DISK, SPOOL_FULL)
