"""Installs of our Bitrix24 application: checked while the portal waits, for they are rare."""

from typing import Protocol

import falcon

from api.resources.bodies import FORM, JSON, read_body
from api.schemas import BODY_LIMIT_BYTES
from engine.errors import CortexError
from engine.ports.metrics import Metrics


class AcceptInstall(Protocol):
    """Proves an install or uninstall and keeps what came of it."""

    def __call__(self, body: bytes, content_type: str, secret: str | None) -> bool:
        """Say whether it was one; raises CortexError with a code and keeps nothing then."""
        ...


class Installs:
    """POST /bitrix/install and /bitrix/install/{secret}."""

    def __init__(self, accept: AcceptInstall, metrics: Metrics) -> None:
        self._accept = accept
        self._metrics = metrics

    def on_post(
        self, req: falcon.Request, resp: falcon.Response, secret: str | None = None
    ) -> None:
        body = read_body(req, limit=BODY_LIMIT_BYTES, types={FORM, JSON})
        try:
            accepted = self._accept(body, req.content_type or "", secret)
        except CortexError:
            self._metrics.count("webhook_requests", event="install", result="refused")
            raise
        result = "accepted" if accepted else "ignored"
        self._metrics.count("webhook_requests", event="install", result=result)
        resp.media = {"result": "ok" if accepted else "noop"}
