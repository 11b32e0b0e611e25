"""Paths to handlers; a trailing slash never matters."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from integrations.emulators.exchange import Request, Response

Captures: TypeAlias = Mapping[str, str]
RouteHandler: TypeAlias = Callable[[Request, Captures], Response]


@dataclass(frozen=True)
class Route:
    """One verb and path template such as `/chats/{chat_id}`, and who answers it."""

    method: str
    template: str
    handler: RouteHandler


class Router:
    """Finds the first route that fits a request."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = [(route, _pattern(route.template)) for route in routes]

    def answer(self, request: Request) -> Response | None:
        for route, pattern in self._routes:
            match = pattern.fullmatch(request.path)
            if match and route.method == request.method:
                return route.handler(request, match.groupdict())
        return None


def _pattern(template: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", template.rstrip("/"))
    literal = [re.escape(piece) for piece in pieces[::2]]
    named = [f"(?P<{name}>[^/]+)" for name in pieces[1::2]]
    return re.compile("".join(a + b for a, b in zip(literal, [*named, ""], strict=True)) + "/?")
