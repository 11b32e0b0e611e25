"""Where the portal is: after a rename, its old address sends callers to the new one."""

from threading import Lock

from integrations.emulators.exchange import Request, Response, json_response
from integrations.emulators.fields import FieldError, text
from integrations.emulators.routing import Captures, Route


class Address:
    """The host a portal answers at; any host until it is renamed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._host: str | None = None

    def routes(self) -> tuple[Route, ...]:
        return (Route("POST", "/_emulator/rename", self._rename),)

    def redirect(self, request: Request) -> Response | None:
        """Return the way to the new address for who came to the old one."""
        with self._lock:
            host = self._host
        if host is None or request.host == host:
            return None
        return Response(302, location=f"http://{host}{request.path}")

    def _rename(self, request: Request, _: Captures) -> Response:
        try:
            host = text(request.body, "host")
        except FieldError as error:
            return json_response(400, {"error": str(error)})
        with self._lock:
            self._host = host
        return json_response(200, {"host": host})
