"""Where `cortex run` tells other commands of this machine how to reach it."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from engine.errors import InvalidInput

RUNTIME = Path("_runtime")
RUN_FILE = RUNTIME / "run.json"


@dataclass(frozen=True)
class RunFile:
    """Addresses and the API token of a running stack; the process that keeps it up."""

    pid: int
    web_url: str
    webhook_url: str
    bitrix_url: str
    abcp_url: str
    api_token: str = field(repr=False)


def write_run_file(run: RunFile, path: Path) -> None:
    """Write the file for this user only: it holds tokens."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - opens a descriptor
        json.dump(asdict(run), file, indent=2)


def read_run_file(path: Path) -> RunFile:
    """Return the running stack; raises InvalidInput NOT_RUNNING when there is none."""
    try:
        run = RunFile(**json.loads(path.read_text(encoding="utf-8")))
        os.kill(run.pid, 0)
    except (OSError, ValueError, TypeError) as error:
        raise InvalidInput(
            "nothing is running here: start it with `make run` in another terminal",
            code="NOT_RUNNING",
        ) from error
    return run
