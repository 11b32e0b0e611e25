"""Calls REST methods of a portal, within what it allows and in a bounded time."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from engine.errors import CallFailed, CallNotRun, StoreUnavailable
from engine.ports.call_limits import Admission, CallLimits, Unlimited
from engine.ports.clock import Clock
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.refusals import result_of
from integrations.bitrix24.retry_decision import FailureKind, Park, kind_of, next_step
from integrations.http import TOTAL_SECONDS, Exchange, HttpPool

LONGEST_WAIT_SECONDS = 2.0
"""How long a call waits for its turn; told to come later, its dialog lets others work."""

GONE_SECONDS = 600.0
"""How long a closed portal is left alone."""

_CODES = {"full": "CALLS_LIMITED", "parked": "METHOD_PARKED", "stopped": "PORTAL_STOPPED"}


class Bitrix24Client:
    """One method, one request, one classified answer; never repeats anything by itself."""

    def __init__(
        self,
        http: HttpPool,
        clock: Clock,
        *,
        limits: CallLimits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._clock = clock
        self._limits = limits or Unlimited()
        self._sleep = sleep

    def call(
        self,
        portal: Portal,
        method: str,
        params: Mapping[str, object],
        *,
        within_seconds: float | None = None,
    ) -> Any:
        """Return the method's result; only wire.py looks inside it.

        Raises CallNotRun, CallRefused or OutcomeUnknown, the wait for a turn within the time.
        """
        within = min(within_seconds or TOTAL_SECONDS, TOTAL_SECONDS)
        deadline = self._clock.monotonic() + within
        self._await_turn(portal, method, patience_seconds=min(LONGEST_WAIT_SECONDS, within / 2))
        try:
            return self._send(portal, method, params, deadline - self._clock.monotonic())
        except CallFailed as error:
            failure = error
        self._learn(portal, method, failure)
        # Raised outside the handler: nothing of the exchange may be chained to it.
        raise failure

    def _send(
        self, portal: Portal, method: str, params: Mapping[str, object], within_seconds: float
    ) -> Any:
        exchange = Exchange(
            operation=method,
            url=portal.method_url(method),
            document=dict(params),
            within_seconds=within_seconds,
        )
        return result_of(self._http.send(exchange), operation=method, now=self._clock.now())

    def _await_turn(self, portal: Portal, method: str, *, patience_seconds: float) -> None:
        admission = self._admission(portal, method, patience_seconds)
        if admission.verdict != "admitted":
            raise _not_admitted(method, _CODES[admission.verdict], admission.wait_seconds)
        if admission.wait_seconds:
            self._sleep(admission.wait_seconds)

    def _admission(self, portal: Portal, method: str, patience_seconds: float) -> Admission:
        try:
            return self._limits.admit(
                account=portal.member_id, method=method, patience_seconds=patience_seconds
            )
        except StoreUnavailable as error:
            raise _not_admitted(method, "LIMITS_UNAVAILABLE", 1.0) from error

    def _learn(self, portal: Portal, method: str, failure: CallFailed) -> None:
        """Let every process know what the portal takes no more of."""
        account, kind = portal.member_id, kind_of(failure)
        asked = failure.retry_after_seconds if isinstance(failure, CallNotRun) else 0.0
        # Not told, the others find out for themselves.
        with suppress(StoreUnavailable):
            match next_step(kind, repeatable=False, attempts=1, asked_seconds=asked):
                case Park("method", seconds):
                    self._limits.park(account=account, method=method, seconds=seconds)
                case Park("portal", seconds):
                    self._limits.stop(account=account, seconds=seconds)
                case _ if kind is FailureKind.LIMIT:
                    self._limits.exhausted(account=account)
                case _ if kind is FailureKind.GONE:
                    self._limits.stop(account=account, seconds=GONE_SECONDS)


def _not_admitted(method: str, code: str, seconds: float) -> CallNotRun:
    return CallNotRun(
        f"{SYSTEM} {method}: {code}, nothing was sent",
        system=SYSTEM,
        operation=method,
        remote_code=code,
        retry_after_seconds=seconds,
    )
