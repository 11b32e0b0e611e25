"""A real HTTP/1.1 server on loopback: keep-alive, dropped connections and slow answers are real."""

import json
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from integrations.emulators.brackets import decode
from integrations.emulators.distance import Distance
from integrations.emulators.exchange import App, Json, Request, Response, json_response
from integrations.emulators.loopback import require_loopback_host

_CONTROL = "/_emulator/"
# How late a stopping server notices; every test that starts one pays it.
_POLL_SECONDS = 0.02


class EmulatorServer:
    """Serves one app on its own threads until stopped; stopping closes live connections too."""

    def __init__(self, app: App, host: str = "127.0.0.1", port: int = 0) -> None:
        require_loopback_host(host)
        self._http = _ThreadedServer((host, port), app)
        self._thread = Thread(target=self._http.serve_forever, args=(_POLL_SECONDS,), daemon=True)

    @property
    def url(self) -> str:
        host, port = self._http.server_address[:2]
        return f"http://{host if isinstance(host, str) else host.decode()}:{port}"

    def move(self, distance: Distance) -> None:
        """Be so far away from now on."""
        self._http.distance = distance

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._http.stopping.set()
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.drop_connections()
        self._http.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class _ThreadedServer(ThreadingHTTPServer):
    # Callers that come together must not be refused: the default keeps five waiting.
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], app: App) -> None:
        self.app = app
        self.distance = Distance()
        self.stopping = Event()
        self._connections: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(address, _Handler)

    def remember(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.add(connection)

    def forget(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.discard(connection)

    def drop_connections(self) -> None:
        with self._lock:
            for connection in self._connections:
                _hang_up(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay quiet about clients that hung up; report everything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "emulator"
    # Buffered writes and no Nagle: a two-packet answer otherwise waits for a delayed ACK.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _ThreadedServer
    _shaken_hands = False

    def setup(self) -> None:
        super().setup()
        self.server.remember(self.connection)

    def finish(self) -> None:
        self.server.forget(self.connection)
        super().finish()

    def log_message(self, *_: Any) -> None:
        """Say nothing: the call log of the emulator is the record."""

    def serve(self) -> None:
        near = self.path.startswith(_CONTROL)
        distance = Distance() if near else self.server.distance
        self.server.stopping.wait(0.0 if self._shaken_hands else distance.connect_seconds)
        self._shaken_hands = True
        response = self._answer()
        self.server.stopping.wait(response.delay_seconds + distance.call_seconds)
        if response.dropped or self.server.stopping.is_set():
            self.close_connection = True
            _hang_up(self.connection)
            return
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        if response.location:
            self.send_header("Location", response.location)
        self.send_header("Content-Length", str(len(response.body)))
        if not distance.keeps_connections:
            # Noticed by the base class, which then closes.
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(response.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve  # noqa: N815  http.server names

    def _answer(self) -> Response:
        address = urlsplit(self.path)
        try:
            body = self._body()
        except ValueError as error:
            return json_response(400, {"error": f"the body cannot be read: {error}"})
        query = decode(address.query)
        host = self.headers.get("Host") or ""
        return self.server.app.handle(
            Request(self.command, unquote(address.path), query, body, host, self.client_address[0])
        )

    def _body(self) -> dict[str, Json]:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not raw.strip():
            return {}
        if self.headers.get_content_type() == "application/json":
            value = json.loads(raw)
            if not isinstance(value, dict):
                raise ValueError("a JSON body must be an object")
            return value
        return dict(decode(raw.decode()))


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # The client was faster.
