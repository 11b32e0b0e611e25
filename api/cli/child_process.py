"""One process of the local stack: started with its own log, ended in order or by force."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

STOP_SECONDS = 35.0
"""Longer than a worker lets its dialogs finish, so that force is the exception."""


class ChildProcess:
    """A command that can be started again after it has ended; its output goes to a file."""

    def __init__(
        self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.log = log
        self._command = tuple(command)
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        """The code of the last run; None while it runs and before it ever ran."""
        return self._process.poll() if self._process else None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C in the terminal must reach the parent alone, which
            # then ends its children in order.
            self._process = subprocess.Popen(  # noqa: S603 - commands of our own
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self) -> None:
        """Ask the process to end and wait for it; end it by force when it will not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the process as a crash of the machine would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def last_line(self) -> str:
        """Return the last words of the process."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "nothing")
