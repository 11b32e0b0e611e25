"""The `cortex` command as a person starts it in a folder, and the processes that stand under it."""

import subprocess
import sys
from pathlib import Path


def cortex(folder: Path, *argv: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", *argv]
    return subprocess.run(  # noqa: S603 - our own command
        command, cwd=folder, input=typed, capture_output=True, text=True, check=False
    )


def processes_under(pid: int) -> dict[int, str]:
    """Return the direct children of a process by their command lines."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    lines = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return {child: line.replace(b"\0", b" ").decode() for child, line in lines.items()}
