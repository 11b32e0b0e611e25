"""`cortex worker` and `cortex fetch-events` as processes: help, and settings they refuse."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.api.cli.sealed_rules import sealed_copy

TOKEN = {"CORTEX_API_TOKEN": "0123456789abcdef"}


def worker(
    *argv: str, folder: Path, command: str = "worker", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-W", "error", "-m", "api.cli", command, *argv],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["worker", "fetch-events"])
def test_its_help_shows_examples_and_nothing_is_imported_too_early(
    tmp_path: Path, command: str
) -> None:
    told = worker("--help", folder=tmp_path, command=command)

    assert told.returncode == 0
    assert f"examples:\n  cortex {command}" in told.stdout
    assert "MonkeyPatchWarning" not in told.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({**TOKEN, "CORTEX_LOCK_SECONDS": "soon"}, "SETTING_INVALID CORTEX_LOCK_SECONDS"),
        ({**TOKEN, "CORTEX_COLOUR": "blue"}, "SETTING_INVALID CORTEX_COLOUR"),
    ],
)
def test_a_bad_setting_ends_it_in_one_line_that_names_the_variable(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    told = worker(folder=tmp_path, **environment)

    assert told.returncode == 3
    assert told.stderr.startswith(words)
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize("count", ["0", "-1", "two"])
def test_it_keeps_at_least_one_process(tmp_path: Path, count: str) -> None:
    told = worker("--processes", count, folder=tmp_path)

    assert told.returncode == 3
    assert told.stderr.startswith("USAGE argument --processes")


def test_without_a_redis_address_it_ends_and_says_what_to_set(tmp_path: Path) -> None:
    sealed_copy(tmp_path / "rules")

    told = worker(folder=tmp_path, **TOKEN)

    assert told.returncode == 3
    assert "REDIS_URL" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_fetcher_without_a_portal_that_keeps_events_ends_and_says_what_to_set(
    tmp_path: Path,
) -> None:
    told = worker(folder=tmp_path, command="fetch-events", **TOKEN)

    assert told.returncode == 3
    assert told.stderr.startswith("SETTING_INVALID")
    assert "CORTEX_BITRIX_EVENTS" in told.stderr
