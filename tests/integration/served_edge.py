"""Starts gunicorn with the real configuration file on a free port, and speaks raw HTTP to it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

TOKEN = "an-api-token-of-tests"
WAIT_SECONDS = 60.0
"""For a machine that others keep busy too; alone it starts in two."""

# systemd puts the port at descriptor 3 and names its process, which becomes gunicorn.
_HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


@dataclass(frozen=True)
class ServedEdge:
    """A running server."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Make one request; return status, headers in lower case, and text."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)) as connection:
            connection.request(method, path, body, named)
            return _read(connection)

    def raw(self, request: bytes, *, says_no_more: bool = False) -> bytes:
        """Write bytes and read what comes until the server closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as wire:
            # The server may answer before it has read a body it refuses.
            with suppress(BrokenPipeError, ConnectionResetError):
                wire.sendall(request)
                if says_no_more:
                    wire.shutdown(socket.SHUT_WR)
            return _drain(wire)

    def log(self) -> str:
        """Return everything written so far."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def accepted(self) -> list[bytes]:
        """Return the bodies that reached the inbox."""
        file = self.folder / "accepted"
        return file.read_bytes().splitlines() if file.exists() else []


def a_port_of_systemd() -> socket.socket:
    """Open a port as cortex-web.socket does, on which nobody answers yet."""
    return socket.create_server(("127.0.0.1", 0), backlog=16)


@contextmanager
def served_edge(
    folder: Path, *, workers: int = 2, listening: socket.socket | None = None, **settings: str
) -> Iterator[ServedEdge]:
    """Serve until the block ends, on a port that is handed over as systemd does if one is given."""
    port = listening.getsockname()[1] if listening else _free_port()
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 - the server needs an interpreter
        "CORTEX_API_TOKEN": TOKEN,
        "CORTEX_BIND": f"127.0.0.1:{port}",
        "CORTEX_WEB_WORKERS": str(workers),
        "CORTEX_METRICS_DIR": str(folder / "metrics"),
        "CORTEX_SPOOL_DIR": str(folder / "spool"),
        **settings,
    }
    application = "tests.integration.edge_server:application()"
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", application]
    if listening:
        command[1:1] = ["-c", _HAND_OVER, str(listening.fileno())]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(listening.fileno(),) if listening else (),
        )
    try:
        edge = ServedEdge(port, folder, process)
        _wait_until_served(edge)
        yield edge
    finally:
        process.terminate()
        process.wait(timeout=WAIT_SECONDS)


def _wait_until_served(edge: ServedEdge) -> None:
    attempts = int(WAIT_SECONDS / 0.1)
    for _ in range(attempts):
        if edge.process.poll() is not None:
            break
        try:
            edge.ask("GET", "/health/live")
        except OSError:
            _pause(0.1)
        else:
            return
    raise AssertionError(f"the server did not start:\n{edge.log()}")


def _pause(seconds: float) -> None:
    """Wait for another process, which tells nobody when it listens."""
    with socket.socket() as nobody:
        nobody.settimeout(seconds)
        nobody.bind(("127.0.0.1", 0))
        nobody.listen()
        try:
            nobody.accept()
        except TimeoutError:
            return


def _read(connection: HTTPConnection) -> tuple[int, dict[str, str], str]:
    response: HTTPResponse = connection.getresponse()
    text = response.read().decode()
    return response.status, {k.lower(): v for k, v in response.getheaders()}, text


def _drain(wire: socket.socket) -> bytes:
    received = b""
    try:
        while chunk := wire.recv(65536):
            received += chunk
    except (TimeoutError, ConnectionResetError):
        return received
    return received


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
