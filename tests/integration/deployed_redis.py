"""Starts servers with the files of docs/deploy, their places and passwords filled in."""

import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis import Redis, exceptions
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from integrations.redis.launcher import find_server

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
PASSWORD = "a-password-of-tests"
_STOP_SECONDS = 30
_BUS_ABOVE = 10_000
_PORTS = 65_536


@dataclass(frozen=True)
class DeployedRedis:
    """A running server of operators."""

    port: int

    def url(self, user: str = "cortex") -> str:
        return f"redis://{user}:{PASSWORD}@127.0.0.1:{self.port}/0"

    def client(self, user: str) -> "closing[Redis]":
        """Return a client that asks until the server is there."""
        passing = (exceptions.ConnectionError, exceptions.TimeoutError)
        retry = Retry(ConstantBackoff(0.05), 400, passing)
        named: dict[str, Any] = {"username": user, "password": PASSWORD} if user else {}
        client = Redis(
            port=self.port,
            decode_responses=True,
            protocol=2,
            socket_timeout=5,
            retry=retry,
            **named,
        )
        return closing(client)


@contextmanager
def deployed(
    folder: Path, file: str, *extra: str, mode: str = "", master_port: int = 6379
) -> Iterator[DeployedRedis]:
    """Run a server with a file of docs/deploy and more lines until the block ends."""
    port = _free_port()
    folder.mkdir()
    for shipped in DEPLOY.glob("*.conf"):
        text = shipped.read_text(encoding="utf-8").replace("/etc/redis/", f"{folder}/")
        text = re.sub(r"^port .+", f"port {port}", text, flags=re.MULTILINE)
        text = re.sub(r"^dir .+", f"dir {folder}", text, flags=re.MULTILINE)
        text = re.sub(r"CHANGE-ME-\w+", PASSWORD, text)
        # Tests keep apart by prefix, and one of them is no part of another.
        text = text.replace("~bx:*", "~bx*").replace(
            "127.0.0.1 6379 2", f"127.0.0.1 {master_port} 2"
        )
        (folder / shipped.name).write_text(text, encoding="utf-8")
    with (folder / file).open("a", encoding="utf-8") as written:
        written.writelines(f"{line}\n" for line in extra)
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own words
            [find_server(), folder / file, *mode.split()], stdout=output, stderr=output
        )
    try:
        yield DeployedRedis(port)
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


def _free_port() -> int:
    """Return a port so low that a node of a cluster may take the one 10 000 above it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port + _BUS_ABOVE < _PORTS:
            return port
