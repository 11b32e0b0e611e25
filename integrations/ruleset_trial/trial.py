"""Runs a version check in a throw-away process: a crash or a hang becomes a fault, no more."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.errors import Fault
from integrations.ruleset_trial.check import VersionFindings, read_findings

CHECK_SECONDS = 120.0
"""The largest allowed version compiles in a few seconds; a hang of the C engine never ends."""

_CHECK = (sys.executable, "-m", "integrations.ruleset_trial.check")


def try_version(
    folder: Path,
    contract: Path,
    *,
    command: Sequence[str] = _CHECK,
    seconds: float = CHECK_SECONDS,
) -> VersionFindings:
    """Return what the check found, or the one fault that tells how it ended itself."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module, with paths as arguments
            [*command, str(folder), str(contract)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _broken(folder, "ENGINE_HUNG", f"loading did not end within {seconds:g} s")
    if done.returncode < 0:
        return _broken(folder, "ENGINE_CRASHED", f"loading ended with signal {-done.returncode}")
    try:
        return read_findings(done.stdout)
    except (ValueError, TypeError, AttributeError, KeyError):
        message = f"the check itself failed with exit code {done.returncode}"
        return _broken(folder, "CHECK_FAILED", message)


def _broken(folder: Path, code: str, message: str) -> VersionFindings:
    return VersionFindings(faults=(Fault(str(folder), 1, 1, code, message),))
