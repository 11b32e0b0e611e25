"""What a Bitrix24 answer means for the call: done, surely not run, refused or unknown."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from integrations.bitrix24.portal import SYSTEM
from integrations.http import Answer

_LIMIT_RETRY_SECONDS = 2.0
_OVERLOAD_RETRY_SECONDS = 600.0
_OPERATING_RETRY_SECONDS = 60.0
_LONGEST_PARK_SECONDS = 900.0
_CODE = re.compile(r"[A-Za-z0-9_]{1,64}")
# A renamed portal answers 302 and runs nothing.
_MOVED = frozenset({301, 302, 307, 308})
# These say that the portal broke while working, not that it declined to.
_BROKE = frozenset({"INTERNAL_SERVER_ERROR", "ERROR_UNEXPECTED_ANSWER"})
_NOT_RUN = {
    "QUERY_LIMIT_EXCEEDED": _LIMIT_RETRY_SECONDS,
    "TOO_MANY_REQUESTS": _LIMIT_RETRY_SECONDS,
    "OVERLOAD_LIMIT": _OVERLOAD_RETRY_SECONDS,
    "OPERATION_TIME_LIMIT": _OPERATING_RETRY_SECONDS,
}
# Final whatever the HTTP status: docs and portals disagree on it (PORTAL_DELETED comes as 500).
_FINAL = frozenset(
    {
        "EXPIRED_TOKEN",
        "NO_AUTH_FOUND",
        "INVALID_TOKEN",
        "INSUFFICIENT_SCOPE",
        "INVALID_CREDENTIALS",
        "ACCESS_DENIED",
        "USER_ACCESS_ERROR",
        "ERROR_METHOD_NOT_FOUND",
        "INVALID_REQUEST",
        "PORTAL_DELETED",
        "WRONG_AUTH_TYPE",
    }
)


class PortalMoved(CallRefused):
    """Raised when the portal has another address; says which, as the portal claims."""

    def __init__(self, *, operation: str, host: str) -> None:
        message = f"{SYSTEM} {operation}: the portal has moved, nothing was done"
        super().__init__(message, system=SYSTEM, operation=operation, remote_code="PORTAL_MOVED")
        self.host = host


def result_of(answer: Answer, *, operation: str, now: float) -> Any:
    """Return the result, or raise by what the answer says of the call: code first, then status.

    Raises CallNotRun, CallRefused or OutcomeUnknown.
    """
    if answer.status in _MOVED:
        raise PortalMoved(operation=operation, host=_host_of(answer.location))
    document = _document(answer)
    if document is None:
        raise _unknown(operation, f"HTTP_{answer.status}")
    if document.get("error") is not None:
        raise _error(document, answer.status, operation=operation, now=now)
    if "result" not in document or answer.status >= 400:  # noqa: PLR2004 - HTTP's own number
        raise _unknown(operation, f"HTTP_{answer.status}")
    return document["result"]


def _host_of(location: str) -> str:
    """Return host and port alone: the path of an address may hold the code of a webhook."""
    try:
        return urlsplit(location).netloc
    except ValueError:
        return ""


def failure_of(stated: Mapping[str, Any], *, operation: str, now: float) -> CallFailed:
    """Classify the error of one command of a batch, which has no HTTP status of its own."""
    return _error({"error": "", **stated}, 200, operation=operation, now=now)


def no_result(operation: str) -> CallFailed:
    """Return the error for a command of a batch that was neither answered nor refused."""
    return _unknown(operation, "NO_RESULT")


def _document(answer: Answer) -> Mapping[str, Any] | None:
    try:
        document = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return None
    return document if isinstance(document, dict) else None


def _error(document: Mapping[str, Any], status: int, *, operation: str, now: float) -> CallFailed:
    stated = str(document["error"])
    # The code may be empty or prose with names in it: see the classic CRM methods.
    code = stated.upper() if _CODE.fullmatch(stated) else "UNSTATED"
    if code in _NOT_RUN or status == 429:  # noqa: PLR2004 - HTTP's own number
        return _not_run(operation, code, _park_seconds(document, code, now=now))
    if code in _BROKE or (status >= 500 and code not in _FINAL):  # noqa: PLR2004 - same
        return _unknown(operation, code)
    return _refused(operation, code)


def _park_seconds(document: Mapping[str, Any], code: str, *, now: float) -> float:
    if code != "OPERATION_TIME_LIMIT":
        return _NOT_RUN.get(code, _LIMIT_RETRY_SECONDS)
    times = document.get("time")
    reset_at = times.get("operating_reset_at") if isinstance(times, dict) else None
    if not isinstance(reset_at, int | float):
        return _OPERATING_RETRY_SECONDS
    return min(max(reset_at - now, 1.0), _LONGEST_PARK_SECONDS)


def _not_run(operation: str, code: str, seconds: float) -> CallNotRun:
    return CallNotRun(
        f"{SYSTEM} {operation}: {code}, nothing was done",
        system=SYSTEM,
        operation=operation,
        remote_code=code,
        retry_after_seconds=seconds,
    )


def _refused(operation: str, code: str) -> CallRefused:
    message = f"{SYSTEM} {operation}: refused with {code}"
    return CallRefused(message, system=SYSTEM, operation=operation, remote_code=code)


def _unknown(operation: str, code: str) -> OutcomeUnknown:
    message = f"{SYSTEM} {operation}: {code} says nothing of what was done"
    return OutcomeUnknown(message, system=SYSTEM, operation=operation, remote_code=code)
