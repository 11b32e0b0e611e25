"""One HTTP request, one response, and the app that turns the first into the second."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None


@dataclass(frozen=True)
class Request:
    """What a client sent, with PHP brackets and JSON already turned into nested values."""

    method: str
    path: str
    query: Mapping[str, Json] = field(default_factory=dict)
    body: Mapping[str, Json] = field(default_factory=dict)
    host: str = ""
    """Host and port that the client asked for."""
    source: str = ""
    """The client's own address."""

    @property
    def params(self) -> Mapping[str, Json]:
        """Query and body together: both third parties read parameters from either."""
        return {**self.query, **self.body}


@dataclass(frozen=True)
class Response:
    """What the server sends back, or how it fails to."""

    status: int
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    location: str = ""
    """Where a redirect leads."""
    dropped: bool = False
    delay_seconds: float = 0.0


class App(Protocol):
    """Anything that answers requests; it must be safe to call from several threads."""

    def handle(self, request: Request) -> Response: ...


def json_response(status: int, value: Json) -> Response:
    return Response(status, json.dumps(value, ensure_ascii=False).encode())


def html_response(status: int, text: str) -> Response:
    return Response(status, text.encode(), "text/html; charset=utf-8")
