"""What operators and their tools ask: alive, ready, state, metrics."""

from typing import Protocol

import falcon

from api.resources.access import TokenGate
from api.schemas import ServiceStatus, readiness, readiness_document, status_document


class ReadStatus(Protocol):
    """Looks at the process and what it depends on; never raises for what it finds."""

    def __call__(self) -> ServiceStatus: ...


class ExposeMetrics(Protocol):
    """Writes the metrics page of all processes and its content type."""

    def __call__(self) -> tuple[bytes, str]: ...


class Status:
    """GET /v1/status."""

    def __init__(self, status: ReadStatus, gate: TokenGate) -> None:
        self._status = status
        self._gate = gate

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        self._gate.require(req)
        resp.media = status_document(self._status())


class Live:
    """GET /health/live: the process answers, whatever else is broken."""

    def on_get(self, _: falcon.Request, resp: falcon.Response) -> None:
        resp.media = {"alive": True}


class Ready:
    """GET /health/ready: whether traffic may come here."""

    def __init__(self, status: ReadStatus) -> None:
        self._status = status

    def on_get(self, _: falcon.Request, resp: falcon.Response) -> None:
        status = self._status()
        resp.media = readiness_document(status)
        resp.status = falcon.HTTP_200 if readiness(status).ready else falcon.HTTP_503


class Healthz:
    """GET /healthz: the existing bot's health answer, for the monitors that know it."""

    def on_get(self, _: falcon.Request, resp: falcon.Response) -> None:
        resp.media = {"ok": True}


class MetricsPage:
    """GET /metrics."""

    def __init__(self, expose: ExposeMetrics) -> None:
        self._expose = expose

    def on_get(self, _: falcon.Request, resp: falcon.Response) -> None:
        resp.data, resp.content_type = self._expose()
