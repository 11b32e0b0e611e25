"""Counts and times every answer by route, never by path: paths may hold secrets."""

import falcon

from engine.ports.clock import Clock
from engine.ports.metrics import Metrics

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


class AccessMetrics:
    """Observes requests from the outside."""

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        self._metrics = metrics
        self._clock = clock

    def process_request(self, req: falcon.Request, _: falcon.Response) -> None:
        req.context.started_at = self._clock.monotonic()

    def process_response(self, req: falcon.Request, resp: falcon.Response, *_: object) -> None:
        route = req.uri_template or "unmatched"
        method = req.method if req.method in _METHODS else "other"
        status = str(falcon.http_status_to_code(resp.status))
        elapsed = self._clock.monotonic() - req.context.started_at
        self._metrics.count("http_requests", route=route, method=method, status=status)
        self._metrics.observe("http_request_duration", elapsed, route=route)
