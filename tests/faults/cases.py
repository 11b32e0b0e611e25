"""The faults of the campaign, F1 to F18 of reliability.md 7, on one Redis."""

from tests.faults.case import Case, Misfortune
from tests.faults.crowd import CrowdSize
from tests.faults.points import WORKER_POINTS, Strike

STOPPED_SECONDS = 9.0
"""Longer than lease and reclaim together: another worker has the dialog by then."""

SLOW_REPLIES = Misfortune("portal", "imbot.message.add", "slow", times=6, seconds=1.7)
"""Long enough for a renewal, short enough to be answered."""

RARE_POINTS = ("mid_order", "after_mark", "in_renew")
"""Reached by few: by those who order, and by those whom a third party keeps waiting."""

KILLED_ANYWHERE = Case(
    "F1",
    "a worker is killed at each point that all dialogs pass",
    CrowdSize(askers=16, questions=6, per_second=2),
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
    "a worker sleeps past its lease at each of its points",
    CrowdSize(askers=12, questions=4, buyers=1),
    strikes=tuple(
        Strike(point, "stop", seconds=STOPPED_SECONDS)
        for point in WORKER_POINTS
        if point not in {"mid_order", "after_mark"}
    ),
    misfortunes=(SLOW_REPLIES,),
    workers=3,
    seconds=150,
)
ARRIVES_TWICE = Case(
    "F13", "every event arrives twice at the same moment", CrowdSize(askers=10, copies=2, buyers=1)
)
TWO_CONFIRMATIONS = Case(
    "F18", "buyers say yes twice", CrowdSize(askers=0, buyers=3, confirmations=2), seconds=90
)
CASES = (
    KILLED_ANYWHERE,
    KILLED_ORDERING,
    WEB_KILLED,
    STOPPED_ANYWHERE,
    ARRIVES_TWICE,
    TWO_CONFIRMATIONS,
)
