"""`cortex worker --processes`: who dies is replaced, and nobody outlives who keeps them."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from api.cli.waiting import wait_for
from integrations.sealing import new_key
from tests.unit.api.cli.edited_rules import RELEASED
from tests.unit.api.cli.sealed_rules import sealed_copy

WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Kept:
    """Two worker processes and the one that keeps them."""

    keeper: subprocess.Popen[bytes]
    log: Path

    @property
    def pids(self) -> set[int]:
        listings = Path(f"/proc/{self.keeper.pid}/task").glob("*/children")
        return {int(pid) for file in listings for pid in file.read_text("ascii").split()}

    def told(self, event: str) -> set[int]:
        """Return the processes that have said so of themselves."""
        lines = [line for line in self.log.read_text("utf-8").splitlines() if event in line]
        return {int(pid) for line in lines for pid in re.findall(r'"worker": "\S+-(\d+)-', line)}

    def serve(self, pids: set[int]) -> bool:
        return len(pids) == 2 and pids <= self.told("worker_started")


@pytest.mark.parametrize("count", ["0", "-1"])
def test_fewer_processes_than_one_are_refused(tmp_path: Path, count: str) -> None:
    refused = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "api.cli", "worker", "--processes", count],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (refused.returncode, refused.stderr.split()[0]) == (3, "USAGE")


@pytest.fixture
def kept(redis_url: str, tmp_path: Path) -> Iterator[Kept]:
    sealed_copy(tmp_path / "rules", versions=RELEASED)
    environment = {
        "REDIS_URL": redis_url,
        "CORTEX_REDIS_PREFIX": f"t{uuid4().hex[:12]}",
        "CORTEX_SEALING_KEYS": new_key().reveal(),
        "CORTEX_ALLOW_LOCAL_ENDPOINTS": "1",
        "CORTEX_ABCP_URL": "http://127.0.0.1:9",
        "CORTEX_ABCP_LOGIN": "bot",
        "CORTEX_ABCP_PASSWORD_MD5": "0" * 32,
    }
    command = [sys.executable, "-W", "error", "-m", "api.cli", "worker", "--processes", "2"]
    with (tmp_path / "log").open("wb") as log:
        keeper = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=tmp_path,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Kept(keeper, tmp_path / "log")
    wait_for(lambda: running.serve(running.pids), what="two serve", seconds=WAIT_SECONDS)
    yield running
    # All that is left, also of a test that has failed.
    with suppress(ProcessLookupError):
        os.killpg(keeper.pid, signal.SIGKILL)
    keeper.wait()


def test_who_dies_is_replaced_and_all_end_in_order_with_who_keeps_them(kept: Kept) -> None:
    first = kept.pids
    os.kill(min(first), signal.SIGKILL)
    wait_for(
        lambda: kept.pids != first and kept.serve(kept.pids),
        what="another serves in its place",
        seconds=WAIT_SECONDS,
    )
    now = kept.pids
    gauges_of_the_dead = (kept.log.parent / "_runtime").glob(f"**/gauge_*_{min(first)}.db")

    kept.keeper.terminate()

    assert kept.keeper.wait(WAIT_SECONDS) == 0
    assert now & first == first - {min(first)}
    assert kept.told("worker_stopped") == now
    assert list(gauges_of_the_dead) == []


def test_workers_end_in_order_when_who_keeps_them_is_killed(kept: Kept) -> None:
    alive = kept.pids

    kept.keeper.kill()

    wait_for(
        lambda: kept.told("worker_stopped") == alive,
        what="both have ended in order",
        seconds=WAIT_SECONDS,
    )
    assert kept.keeper.wait(WAIT_SECONDS) == -signal.SIGKILL
    assert kept.told("worker_stopped") == alive
