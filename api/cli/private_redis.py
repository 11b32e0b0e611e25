"""A Redis server of the local stack's own, with its data in the stack's folder."""

from pathlib import Path

from integrations.redis.launcher import RunningRedis, start_redis


class PrivateRedis:
    """Starts, ends and starts again one server on the same port and data."""

    name = "redis"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.log = folder / "redis.log"
        self._port = 0
        self._running: RunningRedis | None = None

    @property
    def url(self) -> str:
        """The address; known once the server has been started."""
        return f"redis://127.0.0.1:{self._port}/0"

    @property
    def pid(self) -> int | None:
        return self._running.pid if self._running else None

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._running.process.poll() if self._running else None

    def start(self) -> None:
        self._running = start_redis(self._folder, self._port)
        self._port = self._running.port

    def stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def kill(self) -> None:
        """End the server as a crash of the machine would."""
        if self._running is not None:
            self._running.process.kill()
            self._running.process.wait()
