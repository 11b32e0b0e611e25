"""What makes a process of the campaign out of one of the product: watched ports, a mutant."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.bootstrap.store import Store
from api.settings import Settings
from engine.ports.call_limits import CallBudget
from integrations.clock import SystemClock
from integrations.http import Answer, Exchange, HttpPool
from integrations.redis import connection
from integrations.redis.call_limits import RedisCallLimits
from integrations.redis.keys import Keys
from integrations.redis.replication import CONFIRMED
from tests.faults.mutants import Confirmed, UnrecordedJournal, put_into_scripts
from tests.faults.points import BEFORE_A_MESSAGE_IS_HANDLED, PlanFile, Points
from tests.faults.watch import Trace, Watch, Watched

FOLDER, NUMBER = "FAULTS_FOLDER", "FAULTS_NUMBER"

UNTOLD = (
    "get",
    "list",
    "search",
    "search/",
    "find",
    "oauth",
    "content",
    "version",
    "brands",
    "Typing",
)
"""Parts of the names of calls that change nothing anybody counts."""

UNBOUND = CallBudget(ceiling=100_000, per_second=10_000)
"""All crowds talk to one portal: by any limit of a portal each would wait for those before it."""


class FaultyProcess:
    """Knows the plan and makes the parts of this process faulty."""

    def __init__(self) -> None:
        folder = Path(os.environ[FOLDER])  # noqa: TID251 - only processes of the campaign read it
        self.kept = PlanFile(folder)
        self.points = Points(self.kept)
        self._watch = Watch(self.points, Trace(folder))
        put_into_scripts(lambda: self.kept.plan.mutant)
        confirmed = Confirmed(CONFIRMED)
        confirmed.kept = self.kept
        put_in_place(connection, "CONFIRMED", confirmed)

    def opening(self, way: Callable[..., Store]) -> Callable[..., Store]:
        """Return a way to the store that gives a watched one."""

        def open_watched(settings: Settings, **how: Any) -> Store:
            return self._watched(way(settings, **how), settings)

        return open_watched

    def watch_calls(self) -> None:
        """Put points around every call of this process that changes something outside."""
        send, points = HttpPool.send, self.points

        def watched(pool: HttpPool, exchange: Exchange) -> Answer:
            if any(part in exchange.operation for part in UNTOLD):
                points.reach(BEFORE_A_MESSAGE_IS_HANDLED, _id_in(exchange))
                return send(pool, exchange)
            points.reach("before_http")
            answer = send(pool, exchange)
            points.reach("after_http")
            return answer

        put_in_place(HttpPool, "send", watched)

    def skew_clock(self) -> None:
        """Let the wall clock of this process be wrong by what the plan says."""
        now, kept = SystemClock.now, self.kept
        put_in_place(SystemClock, "now", lambda clock: now(clock) + kept.plan.skew_seconds)

    def _watched(self, store: Store, settings: Settings) -> Store:
        def of(port: object) -> Any:
            return Watched(port, self._watch)

        keys = Keys(settings.redis_prefix, settings.partitions)
        return replace(
            store,
            inbox=of(store.inbox),
            dialogs=of(store.dialogs),
            journal=of(UnrecordedJournal(store.journal, self.kept)),
            order_desk=of(store.order_desk),
            call_limits=RedisCallLimits(store.connection, keys, UNBOUND),
        )


def _id_in(exchange: Exchange) -> str:
    document = exchange.document
    return str(document.get("id", "")) if isinstance(document, dict) else ""


def put_in_place(owner: object, name: str, part: object) -> None:
    """Put a faulty part where the product looks for its own; refuses a name it does not have."""
    if not hasattr(owner, name):
        raise AttributeError(f"{owner} has no {name} any more")
    setattr(owner, name, part)
