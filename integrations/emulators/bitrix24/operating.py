"""The time that each method may take: ten baskets of a minute, for every caller its own."""

from collections.abc import Callable, Mapping
from threading import Lock

from integrations.emulators.bitrix24.control_route import guarded
from integrations.emulators.bitrix24.rest_call import RestError
from integrations.emulators.exchange import Json, Request
from integrations.emulators.fields import mapping, number
from integrations.emulators.routing import Captures, Route

_BASKET_SECONDS, _BASKETS = 60, 10


class OperationTimeLimit(RestError):  # noqa: N818  named as Bitrix24 names it
    """Raised for a method that has used its time up; nothing of the call is done."""

    def __init__(self, reset_at: int) -> None:
        super().__init__(
            429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit."
        )
        self.reset_at = reset_at


class OperatingTime:
    """Counts what calls cost by a table that a test gives; switched off until it does.

    The check comes before the call, so the one that runs over still completes.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._forget(limit=float("inf"), costs={})

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("POST", "/_emulator/operating", guarded(self._switch_on)),
            Route("DELETE", "/_emulator/operating", guarded(self._switch_off)),
        )

    def charge(self, caller: str, method: str) -> None:
        """Take the cost of a call; raises OperationTimeLimit when the time is used up."""
        name, minute = method.lower(), int(self._clock()) // _BASKET_SECONDS
        with self._lock:
            baskets = self._recent(caller, name, minute)
            if sum(baskets.values()) >= self._limit:
                raise OperationTimeLimit(self._reset_at(baskets))
            baskets[minute] = baskets.get(minute, 0.0) + self._costs.get(name, 0.0)

    def told(self, caller: str, method: str) -> Mapping[str, Json]:
        """What the `time` of an answer says of the method."""
        name, minute = method.lower(), int(self._clock()) // _BASKET_SECONDS
        with self._lock:
            baskets = self._recent(caller, name, minute)
            oldest = min(baskets, default=minute)
            return {
                "operating_reset_at": (oldest + _BASKETS) * _BASKET_SECONDS,
                "operating": sum(baskets.values()),
            }

    def _recent(self, caller: str, method: str, minute: int) -> dict[int, float]:
        known = self._baskets.get((caller, method), {})
        recent = {at: spent for at, spent in known.items() if at > minute - _BASKETS}
        self._baskets[caller, method] = recent
        return recent

    def _reset_at(self, baskets: Mapping[int, float]) -> int:
        """When enough baskets have left the window for the method to be called again."""
        left = sum(baskets.values())
        for at in sorted(baskets):
            left -= baskets[at]
            if left < self._limit:
                return (at + _BASKETS) * _BASKET_SECONDS
        return (max(baskets) + _BASKETS) * _BASKET_SECONDS

    def _forget(self, *, limit: float, costs: Mapping[str, float]) -> None:
        with self._lock:
            self._limit, self._costs = limit, costs
            self._baskets: dict[tuple[str, str], dict[int, float]] = {}

    def _switch_on(self, request: Request, _: Captures) -> Json:
        costs = mapping(request.body, "seconds")
        read = {name.lower(): number(costs, name) for name in costs}
        limit = number(request.body, "limit_seconds")
        self._forget(limit=limit, costs=read)
        return {"limit_seconds": limit, "seconds": read}

    def _switch_off(self, _request: Request, _: Captures) -> Json:
        self._forget(limit=float("inf"), costs={})
        return {"ok": True}
