"""The error answers of a portal and the failures this emulator can play on demand."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from integrations.emulators.bitrix24.system_errors import system_error_modes
from integrations.emulators.exchange import Response, json_response
from integrations.emulators.faults import FaultMode, connection_modes, refuse_with


def refusal(status: int, code: str, description: str) -> Response:
    return json_response(status, {"error": code, "error_description": description})


WRONG_CREDENTIALS = refusal(401, "NO_AUTH_FOUND", "Wrong authorization data")
EXPIRED_TOKEN = refusal(401, "expired_token", "The access token provided has expired.")
INVALID_TOKEN = refusal(401, "invalid_token", "Unable to get application by token")
APPLICATION_ONLY = refusal(400, "ACCESS_DENIED", "Access denied! Application context required")
TOO_MANY_REQUESTS = refusal(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
INTERNAL_ERROR = refusal(500, "INTERNAL_SERVER_ERROR", "Internal server error")


def fault_modes(clock: Callable[[], float]) -> Mapping[str, FaultMode]:
    return {
        **connection_modes(INTERNAL_ERROR),
        **system_error_modes(clock),
        "error_503_limit": refuse_with(TOO_MANY_REQUESTS),
        # Portals are seen answering the limit with HTTP 200, so the code has to decide.
        "limit_in_200": refuse_with(replace(TOO_MANY_REQUESTS, status=200)),
        # Seen in the source of the im module: an earlier call with this uuid is still running.
        "duplicated_uuid": refuse_with(
            refusal(400, "MESSAGE_DUPLICATED_BY_UUID", "Message with this uuid is being sent")
        ),
        "access_denied": refuse_with(refusal(400, "ACCESS_DENIED", "Access denied.")),
        "intranet_only": refuse_with(
            refusal(403, "allowed_only_intranet_user", "Action is allowed only to intranet users")
        ),
    }
