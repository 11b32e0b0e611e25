"""Takes dialogs that have work, each in a greenlet of its own, and keeps their leases alive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import gevent
import structlog
from gevent.event import Event
from gevent.pool import Pool

from api.worker.report import report
from engine.commands.serve_dialog import ServeDialog
from engine.commands.served import Served
from engine.errors import CortexError, StoreUnavailable
from engine.messages import DialogKey
from engine.ports.clock import Clock, Identifiers
from engine.ports.dialogs import Busy, Claim, Dialogs, Ready
from engine.ports.metrics import Metrics

log = structlog.get_logger()

DELIVERIES_BEFORE_SETTING_ASIDE = 5
"""A message that was handed out more often than this kills its workers: it goes to a person."""

READ_WAIT_SECONDS = 2.0
"""How long one read waits for work; below the socket timeout of the store."""

DRAIN_SECONDS = 25.0
"""On SIGTERM dialogs in hand may finish for so long; what is left is reclaimed by others."""

RENEWALS_AT_ONCE = 16
"""Leases renewed at the same time; fewer than the store has connections."""

STORE_PAUSE_SECONDS = 1.0
DUE_SECONDS = 0.5
RECLAIM_EVERY_SECONDS = 3.0


@dataclass
class Lease:
    """A claim with the moment it was last confirmed, by a clock that never jumps."""

    claim: Claim
    confirmed_at: float
    lost: bool = False


@dataclass(frozen=True)
class WorkerLimits:
    """How much a worker takes on and how long it may be silent."""

    greenlets: int = 40
    lease_seconds: float = 15.0
    reclaim_seconds: float = 20.0


@dataclass
class Worker:
    """Reads ready dialogs, serves each in a greenlet of its own, keeps their leases alive."""

    name: str
    dialogs: Dialogs
    serve: ServeDialog
    clock: Clock
    identifiers: Identifiers
    metrics: Metrics
    limits: WorkerLimits = field(default_factory=WorkerLimits)
    refresh_rules: Callable[[], None] | None = None
    reload_seconds: float = 2.0

    def __post_init__(self) -> None:
        self._stopping = Event()
        self._leases: dict[DialogKey, Lease] = {}
        self._pool = Pool(self.limits.greenlets)

    def run(self) -> None:
        """Work until `stop` is called, then let dialogs in hand finish."""
        log.info("worker_started", worker=self.name)
        renewing = gevent.spawn(self._every, self.limits.lease_seconds / 3, self._renew)
        taking = [
            gevent.spawn(self._every, DUE_SECONDS, self._promote),
            gevent.spawn(self._every, RECLAIM_EVERY_SECONDS, self._reclaim),
            gevent.spawn(self._every, 0, self._read),
        ]
        if self.refresh_rules is not None:
            taking.append(gevent.spawn(self._every, self.reload_seconds, self.refresh_rules))
        self._stopping.wait()
        gevent.killall(taking)
        self._pool.join(timeout=DRAIN_SECONDS)
        renewing.kill()
        log.info("worker_stopped", worker=self.name, unfinished=len(self._leases))

    def stop(self) -> None:
        """Take no new work; safe to call from a signal handler."""
        self._stopping.set()

    def _every(self, seconds: float, action: Callable[[], None]) -> None:
        while True:
            # Also for none: a greenlet whose reads succeed at once never yields by itself.
            gevent.sleep(seconds)
            self._guarded(action)

    def _guarded(self, action: Callable[[], None]) -> None:
        """Keep a loop alive: the store may be away for a while, and a bug must be seen."""
        try:
            action()
        except StoreUnavailable as error:
            log.warning("store_unavailable", code=error.code)
            gevent.sleep(STORE_PAUSE_SECONDS)
        except Exception:  # the process edge: a loop that dies silently loses messages
            log.exception("worker_loop_failed", worker=self.name)
            gevent.sleep(STORE_PAUSE_SECONDS)

    def _read(self) -> None:
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
        free = self._pool.free_count()
        if free:
            idle = self.limits.reclaim_seconds
            self._take(self.dialogs.reclaim(consumer=self.name, idle_seconds=idle, count=free))

    def _take(self, tokens: Sequence[Ready]) -> None:
        for ready in tokens:
            self._pool.wait_available()
            if self._stopping.is_set():
                return  # nobody has begun with the rest: another worker reclaims it
            self._pool.spawn(self._work_on, ready)

    def _promote(self) -> None:
        self.dialogs.promote_due()

    def _renew(self) -> None:
        """Renew side by side: in turn, each would wait for all else that a busy worker does."""
        leases = list(self._leases.values())
        failures = filter(None, Pool(RENEWALS_AT_ONCE).map(self._renew_one, leases))
        for error in list(failures)[:1]:
            # Without a pause: the next renewal is the more urgent.
            log.warning("store_unavailable", code=error.code)

    def _renew_one(self, lease: Lease) -> StoreUnavailable | None:
        """Renew a lease; returns what kept the store from answering, for others to go on."""
        asked_at = self.clock.monotonic()
        try:
            renewed = self.dialogs.renew(lease.claim, lease_seconds=self.limits.lease_seconds)
        except StoreUnavailable as error:
            return error
        if renewed:
            lease.confirmed_at = asked_at
        else:
            lease.lost = True
        return None

    def _may_act(self, lease: Lease) -> bool:
        silent = self.clock.monotonic() - lease.confirmed_at
        return not lease.lost and silent < self.limits.lease_seconds / 2

    def _work_on(self, ready: Ready) -> None:
        try:
            lease = self._claim(ready)
            if lease is not None:
                self._hold(lease)
        except StoreUnavailable as error:
            log.warning("store_unavailable", code=error.code)
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
        dialog = lease.claim.dialog
        self._leases[dialog] = lease
        try:
            served = self._serve(lease)
            report(lease.claim, served, self.metrics)
            if not served.lost:
                self.dialogs.release(lease.claim, delay_seconds=served.delay_seconds)
        finally:
            # A later claim of the same dialog may already stand in this place.
            if self._leases.get(dialog) is lease:
                del self._leases[dialog]

    def _serve(self, lease: Lease) -> Served:
        claim = lease.claim
        may_act = partial(self._may_act, lease)
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
