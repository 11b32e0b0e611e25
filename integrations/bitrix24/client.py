"""Calls REST methods of a portal through its incoming webhook."""

from collections.abc import Mapping
from typing import Any

from engine.ports.clock import Clock
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.refusals import failure_of, no_result, result_of
from integrations.http import Exchange, HttpPool


class Bitrix24Client:
    """One method, one request, one classified answer; never repeats anything by itself."""

    def __init__(self, http: HttpPool, clock: Clock) -> None:
        self._http = http
        self._clock = clock

    def call(
        self,
        portal: Portal,
        method: str,
        params: Mapping[str, object],
        *,
        within_seconds: float | None = None,
    ) -> Any:
        """Return the method's result; only wire.py looks inside it.

        Raises CallNotRun, CallRefused or OutcomeUnknown.
        """
        exchange = Exchange(
            operation=method,
            url=portal.method_url(method),
            document=dict(params),
            within_seconds=within_seconds,
        )
        return result_of(self._http.send(exchange), operation=method, now=self._clock.now())

    def part_of_batch(
        self,
        method: str,
        results: Mapping[str, Any],
        errors: Mapping[str, Any],
        *,
        name: str,
    ) -> Any:
        """Return one result of a batch, or raise by what its error says."""
        stated = errors.get(name)
        if isinstance(stated, dict):
            raise failure_of(stated, operation=method, now=self._clock.now())
        if name not in results:
            raise no_result(method)
        return results[name]
