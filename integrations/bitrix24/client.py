"""Calls REST methods of a portal, within what it allows and in a bounded time."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from engine.errors import CallFailed, CallNotRun, StoreUnavailable
from engine.ports.call_limits import Admission, CallLimits, Unlimited
from engine.ports.clock import Clock
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_access import PortalAccess
from integrations.bitrix24.refusals import PortalMoved, failure_of, result_of
from integrations.bitrix24.retry_decision import (
    FailureKind,
    Follow,
    NextStep,
    Park,
    Refresh,
    kind_of,
    next_step,
)
from integrations.http import TOTAL_SECONDS, Exchange, HttpPool

LONGEST_WAIT_SECONDS = 2.0
"""How long a call waits for its turn; told to come later, its dialog lets others work."""

GONE_SECONDS = 600.0
"""How long a closed portal is left alone."""

_SHORTEST_REPEAT_SECONDS = 1.0
_CODES = {"full": "CALLS_LIMITED", "parked": "METHOD_PARKED", "stopped": "PORTAL_STOPPED"}


class Bitrix24Client:
    """One method, one classified answer; repeats only a call refused for its token or address."""

    def __init__(
        self,
        http: HttpPool,
        clock: Clock,
        *,
        limits: CallLimits | None = None,
        access: PortalAccess | None = None,
        total_seconds: float = TOTAL_SECONDS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._clock = clock
        self._limits = limits or Unlimited()
        self._access = access
        self._total_seconds = total_seconds
        self._sleep = sleep

    def call(
        self,
        portal: Portal,
        method: str,
        params: Mapping[str, object],
        *,
        carries: Sequence[str] = (),
        within_seconds: float | None = None,
    ) -> Any:
        """Return the method's result; only wire.py looks inside it.

        `carries`: the methods inside a batch, which the portal counts one by one.
        Raises CallNotRun, CallRefused or OutcomeUnknown, all within the time given.
        """
        within = min(within_seconds or self._total_seconds, self._total_seconds)
        deadline = self._clock.monotonic() + within
        failures: Counter[FailureKind] = Counter()
        while True:
            try:
                repeated = bool(failures)
                self._await_turn(portal, (method, *carries), deadline, repeated=repeated)
                return self._once(portal, method, params, deadline)
            except CallFailed as error:
                failure = error
            kind = kind_of(failure)
            failures[kind] += 1
            step = _step(failure, attempts=failures[kind])
            self._learn(portal, method, kind, step)
            mended = self._mended(portal, method, failure, step, deadline)
            if mended is None:
                # Raised outside the handler: nothing of the exchange may be chained to it.
                raise failure
            portal = mended

    def _once(
        self,
        portal: Portal,
        method: str,
        params: Mapping[str, object],
        deadline: float,
    ) -> Any:
        own = {} if portal.oauth is None else {"auth": portal.oauth.access_token.reveal()}
        exchange = Exchange(
            operation=method,
            url=portal.method_url(method),
            document={**params, **own},
            within_seconds=deadline - self._clock.monotonic(),
        )
        return result_of(self._http.send(exchange), operation=method, now=self._clock.now())

    def failed_part(self, portal: Portal, method: str, stated: Mapping[str, Any]) -> CallFailed:
        """Return what the error of one command of a batch means; every process is told of it."""
        failure = failure_of(stated, operation=method, now=self._clock.now())
        self._learn(portal, method, kind_of(failure), _step(failure, attempts=1))
        return failure

    def _await_turn(
        self, portal: Portal, methods: Sequence[str], deadline: float, *, repeated: bool
    ) -> None:
        left = deadline - self._clock.monotonic()
        if repeated and left < _SHORTEST_REPEAT_SECONDS:
            raise _not_sent(methods[0], "NO_TIME_LEFT", 0.0)
        patience = min(LONGEST_WAIT_SECONDS, left / 2)
        admission = self._admission(portal, methods, patience)
        if admission.verdict != "admitted":
            raise _not_sent(methods[0], _CODES[admission.verdict], admission.wait_seconds)
        if admission.wait_seconds:
            self._sleep(admission.wait_seconds)

    def _admission(
        self, portal: Portal, methods: Sequence[str], patience_seconds: float
    ) -> Admission:
        try:
            return self._limits.admit(
                account=portal.member_id, methods=methods, patience_seconds=patience_seconds
            )
        except StoreUnavailable as error:
            raise _not_sent(methods[0], "LIMITS_UNAVAILABLE", 1.0) from error

    def _mended(
        self, portal: Portal, method: str, failure: CallFailed, step: NextStep, deadline: float
    ) -> Portal | None:
        """Return the portal to repeat the call to, None where there is nothing to mend."""
        if self._access is None:
            return None
        try:
            match step:
                case Refresh() if portal.oauth is not None:
                    left = deadline - self._clock.monotonic()
                    return self._access.renewed(portal, portal.oauth, within_seconds=left)
                case Follow() if isinstance(failure, PortalMoved):
                    return self._access.moved(portal, failure)
                case _:
                    return None
        except CallFailed as error:
            self._learn(portal, method, kind_of(error), _step(error, attempts=1))
            raise

    def _learn(self, portal: Portal, method: str, kind: FailureKind, step: NextStep) -> None:
        """Let every process know what the portal takes no more of."""
        account = portal.member_id
        # Not told, the others find out for themselves.
        with suppress(StoreUnavailable):
            match step:
                case Park("method", seconds):
                    self._limits.park(account=account, method=method, seconds=seconds)
                case Park("portal", seconds):
                    self._limits.stop(account=account, seconds=seconds)
                case _ if kind is FailureKind.LIMIT:
                    self._limits.exhausted(account=account)
                case _ if kind is FailureKind.GONE:
                    self._limits.stop(account=account, seconds=GONE_SECONDS)


def _step(failure: CallFailed, *, attempts: int) -> NextStep:
    asked = failure.retry_after_seconds if isinstance(failure, CallNotRun) else 0.0
    return next_step(kind_of(failure), repeatable=False, attempts=attempts, asked_seconds=asked)


def _not_sent(method: str, code: str, seconds: float) -> CallNotRun:
    return CallNotRun(
        f"{SYSTEM} {method}: {code}, nothing was sent",
        system=SYSTEM,
        operation=method,
        remote_code=code,
        retry_after_seconds=seconds,
    )
