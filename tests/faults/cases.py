"""The faults of the campaign on one Redis, numbered as in reliability.md 7.

F8, and others where Redis is more than one server, are in topology_cases.py; F11, F16 and the rest
of F10 are in scarcity_cases.py.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from inspect import signature

from engine.ports.inbox import Inbox
from tests.faults.case import Case, Misfortune
from tests.faults.crowd import CrowdSize
from tests.faults.nemeses import (
    FROZEN_SECONDS,
    anything_killed_every,
    everything_at_once,
    everything_restarted,
    redis_down_for,
    redis_killed_every,
    redis_without_memory,
    tokens_passed_on,
    workers_asleep,
)
from tests.faults.points import WORKER_POINTS, Act, Strike
from tests.faults.stack import LEASE_SECONDS

STOPPED_SECONDS = 9.0
"""Longer than lease and reclaim together: another worker has the dialog by then."""

SPOOLS = find_spec("integrations.spool") is not None
"""Where events are kept on disk while Redis is away, each must be answered with 200."""

PUTS_RIGHT = "order" in signature(Inbox.enqueue).parameters
"""Where the inbox is told the order of messages, those that wait are handled in it."""

_UNHEARD = ("drop_before", "apply_then_drop", "apply_then_500", "error_500")
_POISONS: tuple[Act, ...] = ("raise", "kill", "spin")

SLOW_REPLIES = Misfortune(
    "portal", "imbot.message.add", "slow", times=9999, seconds=LEASE_SECONDS / 3 + 0.3
)
"""Long enough for a renewal of each, whenever one is waited for; short enough to be answered."""

HELD_UP_WORKER = ("after_claim", "before_commit", "before_release")
HELD_UP_WEB = ("before_enqueue", "after_enqueue")
HELD_UP_SECONDS = 3.0
"""Long enough for a worker to answer what came beside the message that is held up."""

RARE_POINTS = ("mid_order", "after_mark", "in_renew")
"""Reached by few: by those who order, and by those whom a third party keeps waiting."""

KILLED_ANYWHERE = Case(
    "F1",
    "a worker is killed at each point that all dialogs pass",
    CrowdSize(askers=16, questions=7, per_second=2),
    strikes=tuple(
        Strike(point, "kill", number=2) for point in WORKER_POINTS if point not in RARE_POINTS
    ),
    apart_seconds=4.0,
    workers=3,
)
KILLED_ORDERING = Case(
    "F1-orders",
    "a worker is killed in the middle of orders and deals, and while it renews a lease",
    CrowdSize(askers=4, questions=3, buyers=3),
    strikes=tuple(Strike(point, "kill") for point in RARE_POINTS),
    misfortunes=(SLOW_REPLIES,),
    workers=3,
    seconds=240,
    # Whoever dies between its note and the request leaves an order that only a person can find.
    left=1,
)
WEB_KILLED = Case(
    "F2",
    "a web process is killed around the moment a message is kept",
    CrowdSize(askers=8, questions=4),
    strikes=tuple(
        Strike(p, "kill", number=3) for p in ("before_enqueue", "after_enqueue", "before_200")
    ),
    all_taken=False,
)
STOPPED_ANYWHERE = Case(
    "F3",
    "a worker sleeps past its lease at each point outside orders",
    CrowdSize(askers=12, questions=8, buyers=1, per_second=1.2),
    strikes=tuple(
        Strike(point, "stop", seconds=STOPPED_SECONDS)
        for point in WORKER_POINTS
        if point not in {"mid_order", "after_mark"}
    ),
    # Somebody is always awake, and takes over.
    apart_seconds=STOPPED_SECONDS / 2,
    misfortunes=(SLOW_REPLIES,),
    workers=3,
    seconds=150,
)
STOPPED_ORDERING = Case(
    "F3-orders",
    "a worker sleeps past its lease in the middle of an order",
    CrowdSize(askers=2, questions=2, buyers=4),
    strikes=tuple(
        Strike(point, "stop", seconds=STOPPED_SECONDS) for point in ("mid_order", "after_mark")
    ),
    workers=3,
    seconds=100,
    left=1,
)
HASTE = Case(
    "F3-haste",
    "a process sleeps while two messages of a dialog come, neither waiting for the other",
    CrowdSize(askers=12, questions=10, per_second=5, mouths=4, hasty=True),
    strikes=(
        *(Strike(p, "stop", number=3, seconds=STOPPED_SECONDS) for p in HELD_UP_WORKER),
        *(Strike(p, "stop", number=3, seconds=HELD_UP_SECONDS) for p in HELD_UP_WEB),
    ),
    apart_seconds=STOPPED_SECONDS / 2,
    workers=3,
)
CLAIMED_TWICE = Case(
    "F4",
    "dialogs that are being served look abandoned to a second worker",
    CrowdSize(askers=10, questions=4, buyers=1),
    nemesis=tokens_passed_on,
    misfortunes=(SLOW_REPLIES,),
    seconds=90,
)
ANSWERS_GO_WRONG = Case(
    "F5",
    "portal and shop answer too late, with an error, or not at all to what they have done",
    CrowdSize(askers=10, questions=4, buyers=3),
    misfortunes=(
        *(Misfortune("portal", "imbot.message.add", mode) for mode in _UNHEARD),
        *(Misfortune("portal", "crm.item.update", mode) for mode in _UNHEARD),
        Misfortune("portal", "imbot.message.add", "slow", seconds=2.6),
        Misfortune("portal", "imbot.message.add", "error_503_limit"),
        Misfortune("shop", "search/articles", "error_500"),
        Misfortune("shop", "orders/instant", "apply_then_drop"),
        Misfortune("portal", "crm.item.add", "apply_then_drop"),
    ),
    seconds=240,
    left=1,
)
REDIS_KILLED = Case(
    "F6",
    "Redis is killed every 3 s and started again",
    CrowdSize(askers=10, questions=6, per_second=4),
    nemesis=redis_killed_every(3.0),
    all_taken=SPOOLS,
)
REDIS_FROZEN = Case(
    "F7",
    "Redis stands still in the middle of a call for longer than its caller waits",
    CrowdSize(askers=10, questions=8, per_second=2, mouths=8),
    strikes=tuple(
        Strike(point, "freeze_redis", number=3, seconds=FROZEN_SECONDS)
        for point in ("before_enqueue", "before_claim", "before_commit", "before_start")
    ),
    apart_seconds=FROZEN_SECONDS + 1,
    # The lease outlives the frost: what is refused then was refused for another reason.
    settings={"CORTEX_LOCK_SECONDS": "16", "CORTEX_RECLAIM_SECONDS": "17"},
)
REDIS_DOWN = Case(
    "F9",
    "Redis is down for a minute while everybody goes on writing",
    CrowdSize(askers=20, questions=8, per_second=4, mouths=8),
    nemesis=redis_down_for(60.0),
    all_taken=SPOOLS,
)
REDIS_FULL = Case(
    "F10",
    "Redis refuses writes for want of memory",
    CrowdSize(askers=10, questions=6, per_second=5, mouths=8),
    nemesis=redis_without_memory(6.0),
    all_taken=SPOOLS,
)
WRONG_CLOCK = Case(
    "F12",
    "the clocks of half the workers are an hour ahead, and workers die",
    CrowdSize(askers=8, questions=4, buyers=2, per_second=4),
    strikes=(Strike("after_http", "kill", number=2), Strike("after_start", "kill", number=2)),
    apart_seconds=4.0,
    skew_seconds=3600.0,
    seconds=120,
)
ARRIVES_TWICE = Case(
    "F13",
    "every event arrives at two hosts at the same moment",
    CrowdSize(askers=10, copies=2, buyers=1),
    hosts=2,
)
OVERTAKEN = Case(
    "F13-overtaken",
    "the events of a dialog arrive in the reverse order of its messages, and wait",
    CrowdSize(askers=8, questions=5, backwards=True),
    nemesis=workers_asleep,
)
TWO_CONFIRMATIONS = Case(
    "F18", "buyers say yes twice", CrowdSize(askers=0, buyers=3, confirmations=2), seconds=90
)
POISONED = tuple(
    Case(
        f"F14-{poison}",
        f"a message that makes its worker {poison}",
        CrowdSize(askers=12, questions=1, per_second=4),
        poison=poison,
        workers=3,
        settings={"CORTEX_HANG_SECONDS": "8"},
        left=1,
    )
    for poison in _POISONS
)
RESTARTED = Case(
    "F15",
    "every process is replaced in turn",
    CrowdSize(askers=20, questions=8, buyers=1, per_second=6),
    nemesis=everything_restarted,
    seconds=90,
)
LOAD = Case(
    "load",
    "a thousand dialogs at 150 events a second, and a process killed every 2 s",
    CrowdSize(askers=1000, questions=6, per_second=150, steady=True),
    nemesis=anything_killed_every(2.0, redis_every=10),
    strikes_on=True,
    # As installed: leases of a second would be lost by workers that are busy, and work done twice.
    settings={
        "CORTEX_LOCK_SECONDS": "15",
        "CORTEX_RECLAIM_SECONDS": "20",
        "CORTEX_HTTP_TOTAL_SECONDS": "10",
    },
    workers=1,
    processes_each=3,
    quiet_seconds=600,
    watch_memory=True,
)

SOAK = Case(
    "soak",
    "everything at once, by chance",
    CrowdSize(askers=40, questions=8, buyers=2, per_second=5, mouths=8),
    nemesis=everything_at_once(4.0),
    workers=3,
    seconds=240,
    all_taken=False,
    quiet_seconds=300,
    left=2,
)
"""One round of `make soak`."""

CASES = (
    *(KILLED_ANYWHERE, KILLED_ORDERING, WEB_KILLED, STOPPED_ANYWHERE, HASTE),
    CLAIMED_TWICE,
    *(ANSWERS_GO_WRONG, REDIS_KILLED, REDIS_DOWN, REDIS_FULL, WRONG_CLOCK, ARRIVES_TWICE),
    *((OVERTAKEN,) if PUTS_RIGHT else ()),
    *(RESTARTED, TWO_CONFIRMATIONS, *POISONED, REDIS_FROZEN),
)

DIES_UNHEARD = Case(
    "F1-unheard",
    "a worker dies after its reply has arrived",
    CrowdSize(askers=6, questions=2),
    strikes=(Strike("after_http", "kill"),),
)
"""The part of F1 that shows whether what was sent is known to have been."""

SLEEPS = Case(
    "F3-short",
    "workers sleep past their leases, one at a time",
    CrowdSize(askers=4, questions=3, per_second=0.4, mouths=1),
    strikes=tuple(
        Strike(point, "stop", seconds=STOPPED_SECONDS)
        for point in ("before_commit", "after_http", "before_release")
    ),
    # One at a time: the other worker takes over.
    apart_seconds=STOPPED_SECONDS + 1,
)
"""The part of F3 that shows whether an old holder is turned away."""

NOTICED_BY: Mapping[str, Case] = {
    "fence": SLEEPS,
    "seen": ARRIVES_TWICE,
    "journal-before-send": DIES_UNHEARD,
    "at-most-once": DIES_UNHEARD,
    "nonce": REDIS_FROZEN,
}
"""The case that must notice each mutant of F17; the others are met by calls made on purpose."""

NOTICED_BY_CALLS = Case("F17", "calls made on purpose")
