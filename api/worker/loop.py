"""Takes dialogs that have work, each in a greenlet of its own, and keeps their leases alive."""

from collections.abc import Callable
from dataclasses import dataclass, field

import gevent
import structlog
from gevent.event import Event
from gevent.pool import Pool

from api.worker.report import report
from engine.commands.serve_dialog import Served, ServeDialog
from engine.errors import CortexError, StoreUnavailable
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
        self._leases: dict[str, Lease] = {}
        self._pool = Pool(self.limits.greenlets)

    def run(self) -> None:
        """Work until `stop` is called, then let dialogs in hand finish."""
        log.info("worker_started", worker=self.name)
        loops = [
            gevent.spawn(self._every, DUE_SECONDS, self._promote),
            gevent.spawn(self._every, RECLAIM_EVERY_SECONDS, self._reclaim),
            gevent.spawn(self._every, self.limits.lease_seconds / 3, self._renew),
        ]
        if self.refresh_rules is not None:
            loops.append(gevent.spawn(self._every, self.reload_seconds, self.refresh_rules))
        while not self._stopping.is_set():
            self._guarded(self._read)
        self._pool.join(timeout=DRAIN_SECONDS)
        gevent.killall(loops)
        log.info("worker_stopped", worker=self.name, unfinished=len(self._leases))

    def stop(self) -> None:
        """Take no new work; safe to call from a signal handler."""
        self._stopping.set()

    def _every(self, seconds: float, action: Callable[[], None]) -> None:
        while True:
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
        free = max(1, self._pool.free_count())
        for ready in self.dialogs.ready(
            consumer=self.name, count=free, wait_seconds=READ_WAIT_SECONDS
        ):
            self._pool.spawn(self._work_on, ready)
        # A greenlet whose reads succeed at once never yields by itself.
        gevent.sleep(0)

    def _promote(self) -> None:
        self.dialogs.promote_due()

    def _reclaim(self) -> None:
        for ready in self.dialogs.reclaim(
            consumer=self.name,
            idle_seconds=self.limits.reclaim_seconds,
            count=self.limits.greenlets,
        ):
            self._pool.spawn(self._work_on, ready)

    def _renew(self) -> None:
        for lease in list(self._leases.values()):
            asked_at = self.clock.monotonic()
            if self.dialogs.renew(lease.claim, lease_seconds=self.limits.lease_seconds):
                lease.confirmed_at = asked_at
            else:
                lease.lost = True

    def _may_act(self, lease: Lease) -> bool:
        silent = self.clock.monotonic() - lease.confirmed_at
        return not lease.lost and silent < self.limits.lease_seconds / 2

    def _work_on(self, ready: Ready) -> None:
        asked_at = self.clock.monotonic()
        try:
            claim = self.dialogs.claim(
                ready,
                owner=self.name,
                nonce=self.identifiers.new("claim"),
                lease_seconds=self.limits.lease_seconds,
            )
            self.metrics.observe("lock_wait", self.clock.monotonic() - asked_at)
            if isinstance(claim, Busy):
                return
            self._hold(Lease(claim, asked_at))
        except StoreUnavailable as error:
            log.warning("store_unavailable", code=error.code)

    def _hold(self, lease: Lease) -> None:
        token = lease.claim.ready.token
        self._leases[token] = lease
        try:
            served = self._serve(lease)
            if not served.lost:
                self.dialogs.release(lease.claim, delay_seconds=served.delay_seconds)
        finally:
            self._leases.pop(token, None)
        report(lease.claim, served, self.metrics)

    def _serve(self, lease: Lease) -> Served:
        claim = lease.claim

        def may_act() -> bool:
            return self._may_act(lease)

        if claim.ready.deliveries > DELIVERIES_BEFORE_SETTING_ASIDE:
            return self.serve.give_up(claim, reason="kills_workers", may_act=may_act)
        try:
            return self.serve(claim, may_act=may_act)
        except StoreUnavailable:
            raise
        except Exception as error:  # the process edge: one message must not stop its dialog
            log.exception("message_failed", dialog=claim.dialog)
            reason = error.code if isinstance(error, CortexError) else type(error).__name__
            return self.serve.after_failure(claim, reason=reason, may_act=may_act)
