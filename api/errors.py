"""How every error looks to an HTTP caller: one form, stable codes, no inner details."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import falcon

from engine.errors import (
    CortexError,
    FieldFault,
    FilesInvalid,
    InvalidInput,
    LeaseLost,
    RequestInvalid,
    StoreUnavailable,
)

_RETRY_AFTER_SECONDS = 2
_VERSION_HAS_MISTAKES = "the rules of this version have mistakes; `cortex check` names them"

_STATUS_BY_CODE: Mapping[str, HTTPStatus] = {
    "BEARER_REQUIRED": HTTPStatus.UNAUTHORIZED,
    "BEARER_INVALID": HTTPStatus.UNAUTHORIZED,
    "TOKEN_INVALID": HTTPStatus.FORBIDDEN,
    "SECRET_INVALID": HTTPStatus.FORBIDDEN,
    "EVENT_EXPIRED": HTTPStatus.FORBIDDEN,
    "APPLICATION_NOT_CONFIGURED": HTTPStatus.FORBIDDEN,
    "HOST_NOT_ALLOWED": HTTPStatus.FORBIDDEN,
    "INSTALL_UNPROVEN": HTTPStatus.FORBIDDEN,
    "UNINSTALL_MISPLACED": HTTPStatus.FORBIDDEN,
    "PORTAL_KNOWN": HTTPStatus.CONFLICT,
    "BODY_TOO_LARGE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "CONTENT_TYPE_UNSUPPORTED": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "CONTENT_ENCODING_UNSUPPORTED": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "MAILBOX_FULL": HTTPStatus.SERVICE_UNAVAILABLE,
}
_CODE_BY_STATUS: Mapping[int, str] = {
    HTTPStatus.NOT_FOUND: "NOT_FOUND",
    HTTPStatus.METHOD_NOT_ALLOWED: "METHOD_NOT_ALLOWED",
}


@dataclass(frozen=True)
class Refusal:
    """An error ready to be sent."""

    status: HTTPStatus
    code: str
    message: str
    faults: tuple[FieldFault, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the answer body."""
        errors = [
            {"code": fault.code, "message": fault.message, "location": fault.location}
            for fault in self.faults
        ]
        return {"code": self.code, "message": self.message, "errors": errors}

    def headers(self) -> Mapping[str, str]:
        """Return what the status promises besides a body."""
        if self.status is HTTPStatus.SERVICE_UNAVAILABLE:
            return {"Retry-After": str(_RETRY_AFTER_SECONDS)}
        if self.status is HTTPStatus.UNAUTHORIZED:
            return {"WWW-Authenticate": "Bearer"}
        return {}


INTERNAL = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL", "internal error")


def refusal_of(error: CortexError) -> Refusal:
    """Say how a deliberate error is answered; only what the caller did is told in words."""
    by_code = _STATUS_BY_CODE.get(error.code)
    if isinstance(error, StoreUnavailable | LeaseLost):
        return _unavailable(error.code)
    if by_code is HTTPStatus.SERVICE_UNAVAILABLE:
        return _unavailable(error.code)
    if isinstance(error, FilesInvalid):
        # Only a version asked for by name gets here. Its mistakes may quote clients' words.
        return Refusal(HTTPStatus.BAD_REQUEST, "FILES_INVALID", _VERSION_HAS_MISTAKES)
    if isinstance(error, InvalidInput):
        faults = error.faults if isinstance(error, RequestInvalid) else ()
        return Refusal(by_code or HTTPStatus.BAD_REQUEST, error.code, error.message, faults)
    return INTERNAL


def refusal_of_http(error: falcon.HTTPError) -> Refusal:
    """Say how an error of the framework is answered."""
    status = HTTPStatus(error.status_code)
    code = _CODE_BY_STATUS.get(status, "HTTP_REFUSED")
    return Refusal(status, code, status.phrase.lower())


def _unavailable(code: str) -> Refusal:
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, code, "temporarily unavailable, try again later")
