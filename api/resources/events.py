"""The webhook: accepted events are durable before the answer; nothing is decided here."""

from typing import Protocol

import falcon

from api.resources.bodies import FORM, JSON, MULTIPART, read_body
from api.schemas import BODY_LIMIT_BYTES
from engine.errors import CortexError, StoreUnavailable
from engine.ports.inbox import Accepted, Received
from engine.ports.metrics import Metrics

_FORBIDDEN = frozenset(
    {
        *("TOKEN_INVALID", "SECRET_INVALID", "EVENT_EXPIRED", "APPLICATION_NOT_CONFIGURED"),
        *("HOST_NOT_ALLOWED", "INSTALL_UNPROVEN", "PORTAL_KNOWN"),
    }
)
_OK, _NOOP = b'{"result":"ok"}', b'{"result":"noop"}'


class AcceptEvent(Protocol):
    """Authenticates, parses and stores one event."""

    def __call__(self, body: bytes, content_type: str, secret: str | None) -> Received:
        """Return what it is about and what became of it.

        Raises RequestInvalid for a broken form; InvalidInput with TOKEN_INVALID, SECRET_INVALID
        or EVENT_EXPIRED for a stranger's, and those of an install; a CortexError with
        MAILBOX_FULL, or StoreUnavailable, when it cannot be kept now.
        """
        ...


class Events:
    """POST /bitrix/events and /bitrix/events/{secret}."""

    def __init__(self, accept: AcceptEvent, metrics: Metrics) -> None:
        self._accept = accept
        self._metrics = metrics

    def on_post(
        self, req: falcon.Request, resp: falcon.Response, secret: str | None = None
    ) -> None:
        try:
            about, accepted = self._received(req, secret)
        except CortexError as error:
            self._metrics.count("webhook_requests", event="unknown", result=_refused(error))
            raise
        self._metrics.count("webhook_requests", event=about, result=accepted.value)
        resp.data = _NOOP if accepted is Accepted.IGNORED else _OK

    def _received(self, request: falcon.Request, secret: str | None) -> Received:
        body = read_body(request, limit=BODY_LIMIT_BYTES, types={FORM, JSON, MULTIPART})
        return self._accept(body, request.content_type or "", secret)


def _refused(error: CortexError) -> str:
    if error.code in _FORBIDDEN:
        return "forbidden"
    if error.code == "MAILBOX_FULL":
        return "full"
    return "unavailable" if isinstance(error, StoreUnavailable) else "rejected"
