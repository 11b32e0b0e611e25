"""The record of calls an emulator received, with secrets left out."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from threading import Lock

from integrations.emulators.exchange import Json

_KEPT_CALLS = 10_000
_SECRETS = frozenset({"auth", "client_id", "bottoken", "userlogin", "userpsw", "access_token"})


@dataclass(frozen=True)
class Call:
    """One call; `status` is null when the connection was dropped instead of answered."""

    number: int
    at: float
    method: str
    params: Mapping[str, Json]
    status: int | None
    fault: str | None


class CallLog:
    """Remembers calls in order; numbers keep growing after the log is cleared."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._calls: deque[Call] = deque(maxlen=_KEPT_CALLS)
        self._last_number = 0
        self._lock = Lock()

    def record(
        self, method: str, params: Mapping[str, Json], status: int | None, fault: str | None
    ) -> None:
        public = {key: value for key, value in params.items() if key.lower() not in _SECRETS}
        with self._lock:
            self._last_number += 1
            self._calls.append(
                Call(self._last_number, self._clock(), method, public, status, fault)
            )

    def since(self, number: int) -> list[Call]:
        with self._lock:
            return [call for call in self._calls if call.number > number]

    def clear(self) -> None:
        with self._lock:
            self._calls.clear()


def call_as_json(call: Call) -> Json:
    return asdict(call)
