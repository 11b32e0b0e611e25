"""What a test holds on to: the call log and the faults, the same on both emulators."""

from collections.abc import Callable, Iterable, Mapping

from integrations.emulators.calls import CallLog, call_as_json
from integrations.emulators.exchange import Json, Request, Response, json_response
from integrations.emulators.faults import (
    ANY_METHOD,
    Apply,
    Fault,
    FaultMode,
    FaultScript,
)
from integrations.emulators.fields import FieldError, number, text, whole
from integrations.emulators.routing import Captures, Route

_DONE = json_response(200, {"ok": True})


class Instruments:
    """Runs calls under the scripted faults, records them, and offers both for control."""

    def __init__(self, modes: Mapping[str, FaultMode], clock: Callable[[], float]) -> None:
        self.calls = CallLog(clock)
        self._faults = FaultScript(modes)

    def run(self, method: str, params: Mapping[str, Json], apply: Apply) -> Response:
        fault = self._faults.take(method)
        response = self._faults.play(fault, apply) if fault else apply()
        status = None if response.dropped else response.status
        self.calls.record(method, params, status, fault.mode if fault else None)
        return response

    def routes(self) -> Iterable[Route]:
        return (
            Route("GET", "/_emulator/calls", self._list_calls),
            Route("DELETE", "/_emulator/calls", self._clear_calls),
            Route("GET", "/_emulator/faults", self._list_faults),
            Route("POST", "/_emulator/faults", self._add_fault),
            Route("DELETE", "/_emulator/faults", self._clear_faults),
        )

    def _list_calls(self, request: Request, _: Captures) -> Response:
        try:
            after = whole(request.query, "after", 0)
        except FieldError as error:
            return json_response(400, {"error": str(error)})
        calls = [call_as_json(call) for call in self.calls.since(after)]
        return json_response(200, {"calls": calls})

    def _clear_calls(self, _request: Request, _: Captures) -> Response:
        self.calls.clear()
        return _DONE

    def _list_faults(self, _request: Request, _: Captures) -> Response:
        return json_response(200, {"faults": self._faults.pending()})

    def _add_fault(self, request: Request, _: Captures) -> Response:
        try:
            self._faults.add(_fault_from(request.body))
        except ValueError as error:
            return json_response(400, {"error": str(error)})
        return _DONE

    def _clear_faults(self, _request: Request, _: Captures) -> Response:
        self._faults.clear()
        return _DONE


def _fault_from(body: Mapping[str, Json]) -> Fault:
    fault = Fault(
        method=text(body, "method", ANY_METHOD).strip("/"),
        mode=text(body, "mode"),
        times=whole(body, "times", 1),
        delay_seconds=number(body, "delay_seconds", 0.0),
        status=whole(body, "status", 200),
        body=body.get("body"),
    )
    if fault.times < 1 or fault.delay_seconds < 0:
        raise FieldError("times must be above zero and delay_seconds zero or more")
    return fault
