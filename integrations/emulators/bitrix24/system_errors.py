"""Every system error a portal is documented to answer with, as failures to play on demand."""

from collections.abc import Callable, Mapping

from integrations.emulators.exchange import Json, Response, json_response
from integrations.emulators.faults import Apply, Fault, FaultMode, refuse_with

_OPERATING_RESET_SECONDS = 120

# Bitrix24 documentation, _includes/system-errors.md and limits.md; invalid_token: its SDK only.
_ERRORS: Mapping[str, tuple[int, str]] = {
    "OVERLOAD_LIMIT": (503, "REST API is blocked due to overload"),
    "expired_token": (401, "The access token provided has expired"),
    "NO_AUTH_FOUND": (401, "Wrong authorization data"),
    "invalid_token": (401, "Unable to get application by token"),
    "insufficient_scope": (403, "The request requires higher privileges than provided"),
    "INVALID_CREDENTIALS": (403, "Invalid request credentials"),
    "ACCESS_DENIED": (403, "REST API is available only on commercial plans"),
    "user_access_error": (403, "The user does not have access to the application"),
    "ERROR_METHOD_NOT_FOUND": (404, "Method not found!"),
    "ERROR_BATCH_METHOD_NOT_ALLOWED": (405, "Method is not allowed for batch usage"),
    "ERROR_BATCH_LENGTH_EXCEEDED": (400, "Max batch length exceeded"),
    "INVALID_REQUEST": (400, "Https required"),
    "ERROR_UNEXPECTED_ANSWER": (500, "Server returned an unexpected response"),
    "PORTAL_DELETED": (500, "Portal was deleted"),
    "WRONG_AUTH_TYPE": (403, "Current authorization type is denied for this method"),
}


def system_error_modes(clock: Callable[[], float]) -> Mapping[str, FaultMode]:
    """Return a mode for each error, called `error_<its code in lower case>`."""

    def used_up(_apply: Apply, fault: Fault) -> Response:
        # The delay of the fault says how far away the reset is; the answer comes at once.
        seconds = fault.delay_seconds or _OPERATING_RESET_SECONDS
        body: Json = {
            "error": "OPERATION_TIME_LIMIT",
            "error_description": "Method is blocked due to operation time limit.",
            "time": {"operating_reset_at": int(clock() + seconds)},
        }
        return json_response(429, body)

    refusals = {
        f"error_{code.lower()}": refuse_with(
            json_response(status, {"error": code, "error_description": description})
        )
        for code, (status, description) in _ERRORS.items()
    }
    return {**refusals, "operating_429": used_up}
