"""Scripted misfortune: the next calls to a method fail in a chosen way."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from threading import Lock
from typing import TypeAlias

from integrations.emulators.exchange import Json, Response, html_response, json_response

ANY_METHOD = "*"
BAD_GATEWAY = html_response(
    502,
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>",
)


@dataclass(frozen=True)
class Fault:
    """How the next calls of one method go wrong, and how many of them."""

    method: str
    mode: str
    times: int = 1
    delay_seconds: float = 0.0
    status: int = 200
    body: Json = None
    """What the mode `answer` answers, text as a page: any row of a contract can be played."""


Apply: TypeAlias = Callable[[], Response]
FaultMode: TypeAlias = Callable[[Apply, Fault], Response]


class FaultScript:
    """Faults waiting to happen, used up in the order they were added."""

    def __init__(self, modes: Mapping[str, FaultMode]) -> None:
        self._modes = modes
        self._pending: list[Fault] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        if fault.mode not in self._modes:
            known = ", ".join(sorted(self._modes))
            raise ValueError(f"unknown mode {fault.mode!r}; choose one of: {known}")
        with self._lock:
            self._pending.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._pending.clear()

    def pending(self) -> list[Json]:
        with self._lock:
            return [asdict(fault) for fault in self._pending]

    def take(self, method: str) -> Fault | None:
        """Use up one occurrence of the first fault that fits the method."""
        with self._lock:
            for index, fault in enumerate(self._pending):
                if fault.method in (method, ANY_METHOD):
                    left = replace(fault, times=fault.times - 1)
                    self._pending[index : index + 1] = [left] if left.times else []
                    return fault
        return None

    def play(self, fault: Fault, apply: Apply) -> Response:
        return self._modes[fault.mode](apply, fault)


def refuse_with(response: Response) -> FaultMode:
    """A mode that answers at once and never lets the call take effect."""
    return lambda _apply, _fault: response


def alter(change: Callable[[Response], Response]) -> FaultMode:
    """A mode that lets the call take effect and then changes the answer."""
    return lambda apply, _fault: change(apply())


def connection_modes(server_error: Response) -> Mapping[str, FaultMode]:
    """The failures any HTTP service has, given how this one words an internal error."""
    return {
        "drop_before": lambda _apply, fault: Response(
            0, dropped=True, delay_seconds=fault.delay_seconds
        ),
        # With a delay it is the portal that works on and cuts off after a minute.
        "apply_then_drop": lambda apply, fault: replace(
            apply(), dropped=True, delay_seconds=fault.delay_seconds
        ),
        "apply_then_500": alter(lambda _response: server_error),
        "error_500": refuse_with(server_error),
        "html_502": refuse_with(BAD_GATEWAY),
        "answer": lambda _apply, fault: _scripted(fault),
        "slow": lambda apply, fault: replace(apply(), delay_seconds=fault.delay_seconds),
    }


def _scripted(fault: Fault) -> Response:
    if isinstance(fault.body, str):
        return html_response(fault.status, fault.body)
    return json_response(fault.status, fault.body)
