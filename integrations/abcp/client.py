"""Reads from an ABCP shop; a read that failed may be repeated, within the caller's time."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from engine.ports.clock import Clock
from integrations.abcp.answers import Row, document_of, rows_of
from integrations.abcp.shop import SYSTEM, Shop
from integrations.http import Answer, Exchange, HttpPool

ATTEMPTS = 3
_FIRST_PAUSE_SECONDS = 0.5
# A timeout has already cost the client's patience; asking again would only double it.
_NOT_REPEATED = frozenset({"TIMEOUT", "ANSWER_SHAPE"})

_Read = TypeVar("_Read")


class AbcpClient:
    """Asks one shop with one account; GET only, so nothing it does can be done twice."""

    def __init__(
        self, http: HttpPool, shop: Shop, clock: Clock, *, sleep: Callable[[float], None]
    ) -> None:
        self._http = http
        self._shop = shop
        self._clock = clock
        self._sleep = sleep

    def read(self, operation: str, query: Mapping[str, str], *, until: float) -> tuple[Row, ...]:
        """Return the rows found, none when nothing is; `until` is on the monotonic clock.

        Raises CallNotRun, CallRefused or OutcomeUnknown.
        """
        return self._read(operation, query, until=until, as_read=rows_of)

    def document(self, operation: str, query: Mapping[str, str], *, until: float) -> Any:
        """Return a whole answer, None when nothing is found; raises as `read` does."""
        return self._read(operation, query, until=until, as_read=document_of)

    def _read(
        self,
        operation: str,
        query: Mapping[str, str],
        *,
        until: float,
        as_read: Callable[..., _Read],
    ) -> _Read:
        for attempt in range(ATTEMPTS - 1):
            try:
                return as_read(self._answer(operation, query, until=until), operation=operation)
            except (CallNotRun, OutcomeUnknown) as error:
                pause = _FIRST_PAUSE_SECONDS * 2**attempt
                if not _is_repeatable(error) or self._clock.monotonic() + pause >= until:
                    raise
            self._sleep(pause)
        return as_read(self._answer(operation, query, until=until), operation=operation)

    def _answer(self, operation: str, query: Mapping[str, str], *, until: float) -> Answer:
        seconds_left = until - self._clock.monotonic()
        if seconds_left <= 0:
            message = f"{SYSTEM} {operation}: no time was left to ask"
            raise CallNotRun(message, system=SYSTEM, operation=operation, remote_code="NO_TIME")
        account = {
            "userlogin": self._shop.login.reveal(),
            "userpsw": self._shop.password_md5.reveal(),
        }
        exchange = Exchange(
            operation=operation,
            url=self._shop.operation_url(operation),
            query={**query, **account},
            within_seconds=seconds_left,
        )
        return self._http.send(exchange)


def _is_repeatable(error: CallFailed) -> bool:
    return not isinstance(error, CallRefused) and error.remote_code not in _NOT_REPEATED
