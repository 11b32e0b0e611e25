"""A WSGI application of forked processes: what all inherit, and what each does after the fork."""

from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]


class ForkedApp:
    """Loaded once by gunicorn; each process forked from it calls `begin` before it serves.

    A process that takes the place of a dead one serves at once: events wait for no loading.
    """

    def __init__(
        self, build: Callable[[], WsgiApp], *, catch_up: Callable[[], None] = lambda: None
    ) -> None:
        """`build` connects and makes what answers; `catch_up` renews what is inherited."""
        self._build = build
        self.catch_up = catch_up
        self._app: WsgiApp = _refuse

    def begin(self) -> None:
        """Build what answers requests in this process."""
        self._app = self._build()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, as WSGI has it."""
        return self._app(environ, start_response)


def _refuse(_: Environ, __: StartResponse) -> Iterable[bytes]:
    raise RuntimeError("begin comes before the first request")
