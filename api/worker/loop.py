"""Takes dialogs that have work, each in a greenlet of its own, and keeps their leases alive."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import gevent
import structlog
from gevent.event import Event
from gevent.pool import Pool

from api.worker.backoff import pause_seconds
from api.worker.leases import Lease, Leases
from api.worker.report import report
from engine.commands.serve_dialog import ServeDialog
from engine.commands.served import Served
from engine.errors import CortexError, StoreUnavailable
from engine.ports.clock import Clock, Identifiers
from engine.ports.dialogs import Busy, Claim, Dialogs, Ready
from engine.ports.metrics import Metrics

log = structlog.get_logger()

DELIVERIES_BEFORE_SETTING_ASIDE = 5
"""A message that was handed out more often than this kills its workers: it goes to a person."""

SUSPECT_DELIVERIES = 3
"""A token handed out so often may kill its workers: its dialog is served with none beside it."""

READ_WAIT_SECONDS = 2.0
"""How long one read waits for work; below the socket timeout of the store."""

LAST_READ_SECONDS = READ_WAIT_SECONDS + 1
"""On SIGTERM a read that waits may end for so long; its tokens go back at once."""

DRAIN_SECONDS = 25.0
"""On SIGTERM dialogs in hand may finish for so long; what is left is reclaimed by others."""

DUE_SECONDS = 0.5

CONSUMER_IDLE_SECONDS = 3600.0
"""A consumer silent for so long is that of a worker that has ended: each start has a new name."""

ORDER_WATCH_SECONDS = 5.0
"""Pause between two looks at whether orders are held."""

ARCHIVE_SECONDS = 5.0
"""Pause between two looks at what has ended."""


@dataclass(frozen=True)
class WorkerLimits:
    """How much a worker takes on and how long it may be silent."""

    greenlets: int = 40
    lease_seconds: float = 15.0
    reclaim_seconds: float = 20.0
    reclaim_every_seconds: float = 3.0
    forget_every_seconds: float = 600.0


@dataclass
class Worker:
    """Reads ready dialogs, serves each in a greenlet of its own, keeps their leases alive."""

    name: str
    dialogs: Dialogs
    serve: ServeDialog
    clock: Clock
    identifiers: Identifiers
    metrics: Metrics
    chance: Callable[[], float]
    limits: WorkerLimits = field(default_factory=WorkerLimits)
    refresh_rules: Callable[[], None] | None = None
    reload_seconds: float = 2.0
    archive: Callable[[], None] | None = None
    archive_seconds: float = ARCHIVE_SECONDS
    watch_orders: Callable[[], None] | None = None
    order_watch_seconds: float = ORDER_WATCH_SECONDS

    def __post_init__(self) -> None:
        self._stopping = Event()
        self._open = Event()
        self._open.set()
        seconds = self.limits.lease_seconds
        self._leases = Leases(self.dialogs, self.clock, lease_seconds=seconds)
        self._pool = Pool(self.limits.greenlets)
        self._survived: list[tuple[Ready, float]] = []

    def run(self) -> None:
        """Work until `stop` is called, then let dialogs in hand finish."""
        log.info("worker_started", worker=self.name)
        renewing = gevent.spawn(self._keep_renewing)
        taking = [
            gevent.spawn(self._every, 0, self._read),
            gevent.spawn(self._every, DUE_SECONDS, self._promote),
            gevent.spawn(self._every, self.limits.reclaim_every_seconds, self._reclaim),
            gevent.spawn(self._every, self.limits.forget_every_seconds, self._forget),
        ]
        if self.refresh_rules is not None:
            taking.append(gevent.spawn(self._every, self.reload_seconds, self.refresh_rules))
        if self.watch_orders is not None:
            taking.append(gevent.spawn(self._every, self.order_watch_seconds, self.watch_orders))
        if self.archive is not None:
            taking.append(gevent.spawn(self._every, self.archive_seconds, self.archive))
        self._stopping.wait()
        # A read that is cut off would leave its tokens with nobody until they are reclaimed.
        gevent.joinall(taking, timeout=LAST_READ_SECONDS)
        gevent.killall(taking)
        self._pool.join(timeout=DRAIN_SECONDS - LAST_READ_SECONDS)
        renewing.kill()
        log.info("worker_stopped", worker=self.name, unfinished=len(self._leases))

    def stop(self) -> None:
        """Take no new work; safe to call from a signal handler."""
        self._stopping.set()

    def _every(self, seconds: float, action: Callable[[], None]) -> None:
        failures = 0
        while not self._stopping.is_set():
            # Also for none: a greenlet whose reads succeed at once never yields by itself.
            gevent.sleep(0)
            self._stopping.wait(seconds)
            failures = 0 if self._succeeds(action) else failures + 1
            if failures:
                self._stopping.wait(pause_seconds(failures, chance=self.chance()))

    def _succeeds(self, action: Callable[[], None]) -> bool:
        """Keep a loop alive: the store may be away for a while, and a bug must be seen."""
        try:
            action()
        except StoreUnavailable as error:
            log.warning("store_unavailable", code=error.code)
            return False
        except Exception:  # the process edge: a loop that dies silently loses messages
            log.exception("worker_loop_failed", worker=self.name)
            return False
        return True

    def _keep_renewing(self) -> None:
        while True:
            gevent.sleep(self.limits.lease_seconds / 3)
            self._succeeds(self._leases.renew)

    def _read(self) -> None:
        self._open.wait()
        self._pool.wait_available()
        self._take(
            self.dialogs.ready(
                consumer=self.name,
                count=max(1, self._pool.free_count()),
                wait_seconds=READ_WAIT_SECONDS,
            )
        )

    def _reclaim(self) -> None:
        """Take over no more than can start now: waiting here would look like dying again."""
        self._tell_of_survivors()
        free = self._pool.free_count()
        taken = self._take_over(count=free) if free else ()
        suspects = [ready for ready in taken if _is_suspect(ready)]
        self._hand_back(suspects)
        self._take([ready for ready in taken if not _is_suspect(ready)])
        if suspects:
            self._serve_alone()

    def _serve_alone(self) -> None:
        """Serve suspects in turn, nothing beside them: only the guilty one is handed out again."""
        self._open.clear()
        try:
            self._pool.join(timeout=self.limits.reclaim_seconds)
            suspected = True
            while suspected and not len(self._pool):
                taken = self._take_over(count=1)
                suspected = any(_is_suspect(ready) for ready in taken)
                for ready in taken:
                    log.warning("suspect_served_alone", dialog=ready.dialog)
                    self._pool.spawn(self._work_on, ready)
                self._pool.join(timeout=self.limits.reclaim_seconds)
        finally:
            self._open.set()

    def _take_over(self, *, count: int) -> Sequence[Ready]:
        idle = self.limits.reclaim_seconds
        return self.dialogs.reclaim(consumer=self.name, idle_seconds=idle, count=count)

    def _take(self, tokens: Sequence[Ready]) -> None:
        """Begin with each as soon as there is room; those not begun with others may take now.

        Nobody renews them: held for longer they would look like those of a dead worker.
        """
        waiting = deque(tokens)
        until = self.clock.monotonic() + self.limits.reclaim_seconds / 2
        try:
            while waiting:
                self._pool.wait_available(timeout=max(0.0, until - self.clock.monotonic()))
                if self._pool.full() or self._stopping.is_set() or not self._open.is_set():
                    return
                self._pool.spawn(self._work_on, waiting.popleft())
        finally:
            self._hand_back(waiting)

    def _hand_back(self, tokens: Sequence[Ready]) -> None:
        for ready in tokens:
            self.dialogs.hand_back(ready, idle_seconds=self.limits.reclaim_seconds)

    def _tell_of_survivors(self) -> None:
        """Take back that these were handed out: this worker lives, so they killed nobody."""
        for survived in list(self._survived):
            ready, since = survived
            self.dialogs.hand_back(ready, idle_seconds=self.clock.monotonic() - since)
            self._survived.remove(survived)

    def _promote(self) -> None:
        self.dialogs.promote_due()

    def _forget(self) -> None:
        self.dialogs.forget_consumers(idle_seconds=CONSUMER_IDLE_SECONDS)

    def _work_on(self, ready: Ready) -> None:
        try:
            lease = self._claim(ready)
            if lease is not None:
                self._hold(lease)
        except StoreUnavailable as error:
            log.warning("store_unavailable", code=error.code)
            self._survived.append((ready, self.clock.monotonic()))
        except Exception:  # the process edge: the token stays and is reclaimed
            log.exception("dialog_failed", dialog=ready.dialog)

    def _claim(self, ready: Ready) -> Lease | None:
        asked_at = self.clock.monotonic()
        claim = self.dialogs.claim(
            ready,
            owner=self.name,
            nonce=self.identifiers.new("claim"),
            lease_seconds=self.limits.lease_seconds,
        )
        self.metrics.observe("lock_wait", self.clock.monotonic() - asked_at)
        return None if isinstance(claim, Busy) else Lease(claim, asked_at)

    def _hold(self, lease: Lease) -> None:
        self._leases.keep(lease)
        try:
            served = self._serve(lease)
            report(lease.claim, served, self.metrics)
            if served.lost:
                self._survived.append((lease.claim.ready, self.clock.monotonic()))
            else:
                self.dialogs.release(lease.claim, delay_seconds=served.delay_seconds)
        finally:
            self._leases.drop(lease)

    def _serve(self, lease: Lease) -> Served:
        claim = lease.claim
        may_act = partial(self._leases.may_act, lease)
        try:
            if claim.ready.deliveries > DELIVERIES_BEFORE_SETTING_ASIDE:
                return self.serve.give_up(claim, reason="kills_workers", may_act=may_act)
            return self.serve(claim, may_act=may_act)
        except StoreUnavailable:
            raise
        except Exception as error:  # the process edge: one message must not stop its dialog
            log.exception("message_failed", dialog=claim.dialog)
            reason = error.code if isinstance(error, CortexError) else type(error).__name__
        return self._after_failure(claim, reason, may_act)

    def _after_failure(self, claim: Claim, reason: str, may_act: Callable[[], bool]) -> Served:
        try:
            return self.serve.after_failure(claim, reason=reason, may_act=may_act)
        except StoreUnavailable:
            raise
        except Exception:  # the process edge: what cannot even be given up is put aside unread
            log.exception("message_not_given_up", dialog=claim.dialog)
            return self.serve.bury(claim, reason=reason)


def _is_suspect(ready: Ready) -> bool:
    return ready.deliveries >= SUSPECT_DELIVERIES
