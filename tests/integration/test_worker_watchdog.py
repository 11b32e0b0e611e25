"""A worker that hangs ends itself; one that has nothing to do does not."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from integrations.sealing import new_key
from tests.unit.api.cli.sealed_rules import sealed_copy

HANGING_WORKER = """
from gevent import monkey
monkey.patch_all()
import gevent
from redis import Redis
from api.cli.worker_process import work_alone
from api.settings import settings_of_this_process

def hang_at_work():
    settings = settings_of_this_process()
    with Redis.from_url(settings.redis_url.reveal()) as client:
        while not client.exists(f"{settings.redis_prefix}:{{p00}}:rdy"):
            gevent.sleep(0.1)
    while True:
        pass

gevent.spawn(hang_at_work)
work_alone(settings_of_this_process())
"""

# A busy machine may give a process no turn for a second or two, and that is no hang: what is fed
# ten times a second must have had none for four.
IDLE_PROCESS = """
import gevent
from api.worker import watchdog

watchdog.FED_EVERY_SECONDS = 0.1
with watchdog.watchdog(hang_seconds=4):
    gevent.sleep(5)
"""

FINISHED_PROCESS = """
import time
import gevent
from api.worker.watchdog import watchdog

with watchdog(hang_seconds=4):
    gevent.sleep(0.1)
time.sleep(5)
"""

PATIENCE_SECONDS = 180
"""Alone each ends in eight; what shares its cores with all other tests takes long to start."""


def python(program: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def test_a_worker_in_which_nothing_goes_on_ends_itself_and_says_where(
    redis_url: str, tmp_path: Path
) -> None:
    sealed_copy(tmp_path / "rules")

    told = python(
        HANGING_WORKER,
        tmp_path,
        REDIS_URL=redis_url,
        CORTEX_REDIS_PREFIX=f"t{uuid4().hex[:12]}",
        CORTEX_HANG_SECONDS="5",
        CORTEX_SEALING_KEYS=new_key().reveal(),
        CORTEX_ALLOW_LOCAL_ENDPOINTS="1",
        CORTEX_ABCP_URL="http://127.0.0.1:9",
        CORTEX_ABCP_LOGIN="bot",
        CORTEX_ABCP_PASSWORD_MD5="0" * 32,
    )

    assert told.returncode == 1
    assert "in hang_at_work" in told.stderr


def test_an_idle_process_lives(tmp_path: Path) -> None:
    assert python(IDLE_PROCESS, tmp_path).returncode == 0


def test_a_worker_that_is_done_may_take_its_time_to_end(tmp_path: Path) -> None:
    assert python(FINISHED_PROCESS, tmp_path).returncode == 0
