"""Installs of our Bitrix24 application: checked while the portal waits, for they are rare."""

from typing import Protocol

import falcon

from api.resources.bodies import FORM, JSON, MULTIPART, read_body
from api.resources.install_page import CONTENT_POLICY, installed_page, refused_page
from api.schemas import BODY_LIMIT_BYTES
from engine.errors import CortexError
from engine.ports.metrics import Metrics


class AcceptInstall(Protocol):
    """Proves an install or uninstall and keeps what came of it."""

    def __call__(
        self, body: bytes, content_type: str, secret: str | None, *, frame_domain: str = ""
    ) -> bool:
        """Say whether it was one; raises CortexError with a code and keeps nothing then."""
        ...


class Installs:
    """POST /bitrix/install and /bitrix/install/{secret}, by a portal or from one of its frames."""

    def __init__(self, accept: AcceptInstall, metrics: Metrics) -> None:
        self._accept = accept
        self._metrics = metrics

    def on_post(
        self, req: falcon.Request, resp: falcon.Response, secret: str | None = None
    ) -> None:
        domain = req.get_param("DOMAIN")
        if domain is not None:
            req.context.failure_page = refused_page
        body = read_body(req, limit=BODY_LIMIT_BYTES, types={FORM, JSON, MULTIPART})
        try:
            accepted = self._accept(body, req.content_type or "", secret, frame_domain=domain or "")
        except CortexError:
            self._metrics.count("webhook_requests", event="install", result="refused")
            raise
        result = "accepted" if accepted else "ignored"
        self._metrics.count("webhook_requests", event="install", result=result)
        if accepted and domain is not None:
            resp.content_type, resp.text = falcon.MEDIA_HTML, installed_page()
            resp.set_header("Content-Security-Policy", CONTENT_POLICY)
        else:
            resp.media = {"result": "ok" if accepted else "noop"}
