"""Gives every request an id that stands in its answer and in every log line about it."""

import re

import falcon
import structlog

from engine.ports.clock import Identifiers

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestIdentity:
    """Takes over a well-formed X-Request-Id, makes an id otherwise."""

    def __init__(self, identifiers: Identifiers) -> None:
        self._identifiers = identifiers

    def process_request(self, req: falcon.Request, _: falcon.Response) -> None:
        offered = req.get_header("X-Request-Id") or ""
        request_id = offered if _ID.fullmatch(offered) else self._identifiers.new("req")
        req.context.request_id = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)

    def process_response(self, req: falcon.Request, resp: falcon.Response, *_: object) -> None:
        resp.set_header("X-Request-Id", req.context.request_id)
