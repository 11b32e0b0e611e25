"""The error answers of ABCP and the failures this emulator can play on demand."""

from collections.abc import Mapping
from dataclasses import replace

from integrations.emulators.exchange import Response, json_response
from integrations.emulators.faults import FaultMode, connection_modes, refuse_with


class AbcpError(Exception):
    """Raised by an operation to answer with an ABCP refusal."""

    def __init__(self, response: Response) -> None:
        super().__init__(response)
        self.response = response


def refusal(status: int, code: int, message: str) -> Response:
    return json_response(status, {"errorCode": code, "errorMessage": message})


# ABCP answers 404 with errorCode 301 when nothing is found; that is a result, not a failure.
NOT_FOUND = refusal(404, 301, "No results")
# The HTTP status of errorCode 102 is not documented; 403 is the closest observed pair (103).
WRONG_CREDENTIALS = refusal(403, 102, "User Authentication Error")
UNKNOWN_OPERATION = refusal(404, 3, "Unknown operation")
INTERNAL_ERROR = refusal(500, 13, "Unknown error")


def fault_modes() -> Mapping[str, FaultMode]:
    return {
        **connection_modes(INTERNAL_ERROR),
        "error_503_limit": refuse_with(refusal(503, 13, "Service temporarily unavailable")),
        "rate_limited_429": refuse_with(refusal(429, 429, "Too Many Requests")),
        "not_found": refuse_with(NOT_FOUND),
        # Some shops answer HTTP 200 with the error object in the body.
        "error_in_200": refuse_with(replace(INTERNAL_ERROR, status=200)),
        # basket/add tells of lines it did not take, or did not take out, by its status alone.
        "lines_kept": refuse_with(json_response(200, {"status": 0, "positions": []})),
    }
