"""The error answers of a portal and the failures this emulator can play on demand."""

from collections.abc import Mapping
from dataclasses import replace

from integrations.emulators.exchange import Response, json_response
from integrations.emulators.faults import FaultMode, connection_modes, refuse_with


def refusal(status: int, code: str, description: str) -> Response:
    return json_response(status, {"error": code, "error_description": description})


WRONG_CREDENTIALS = refusal(401, "NO_AUTH_FOUND", "Wrong authorization data")
UNKNOWN_METHOD = refusal(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
TOO_MANY_REQUESTS = refusal(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
INTERNAL_ERROR = refusal(500, "INTERNAL_SERVER_ERROR", "Internal server error")


def fault_modes() -> Mapping[str, FaultMode]:
    return {
        **connection_modes(INTERNAL_ERROR),
        "error_503_limit": refuse_with(TOO_MANY_REQUESTS),
        # Portals are seen answering the limit with HTTP 200, so the code has to decide.
        "limit_in_200": refuse_with(replace(TOO_MANY_REQUESTS, status=200)),
        # Seen in the source of the im module: an earlier call with this uuid is still running.
        "duplicated_uuid": refuse_with(
            refusal(400, "MESSAGE_DUPLICATED_BY_UUID", "Message with this uuid is being sent")
        ),
        "operating_429": refuse_with(
            refusal(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")
        ),
        "access_denied": refuse_with(refusal(400, "ACCESS_DENIED", "Access denied.")),
        "intranet_only": refuse_with(
            refusal(403, "allowed_only_intranet_user", "Action is allowed only to intranet users")
        ),
    }
