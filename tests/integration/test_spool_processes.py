"""Two web processes of a host, one of them killed, while Redis comes and goes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from redis import Redis

from api.cli.waiting import wait_for
from engine.messages import dialog_key
from integrations.redis.keys import Keys
from integrations.redis.launcher import RunningRedis, start_redis

DIALOGS = [dialog_key(domain="demo.bitrix24.ru", dialog_id=f"chat{n}") for n in range(3)]
PROGRAM = (
    "from gevent import monkey; monkey.patch_all();"
    "from tests.integration.spooling_process import main; main()"
)
OUTAGES = 3
PATIENCE_SECONDS = 60.0


class Web:
    """A process that answers what became of a message."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", PROGRAM],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.hears() == "ready"

    def offers(self, words: str) -> str:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()
        return self.hears()

    def hears(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


class Host:
    """A Redis and the web processes before it."""

    def __init__(self, folder: Path) -> None:
        self.redis: RunningRedis = start_redis(folder / "redis", appendfsync="everysec")
        self.spool = folder / "spool" / "waiting"
        self.environment = {
            "PATH": os.environ["PATH"],  # noqa: TID251 - a process needs an interpreter
            "REDIS_URL": self.redis.url,
            "CORTEX_SPOOL_DIR": str(folder / "spool"),
        }
        self.webs = [Web(self.environment), Web(self.environment)]
        self.answers: list[str] = []
        self._numbers = count()

    def hears_one_more(self) -> str:
        """Offer the next message, each dialog by one process and the other in turn."""
        number = next(self._numbers)
        web = self.webs[number % len(self.webs)]
        self.answers.append(web.offers(f"{DIALOGS[number % len(DIALOGS)]} {number}"))
        return self.answers[-1]

    @contextmanager
    def without_redis(self) -> Iterator[None]:
        """Freeze the server: what it was sent meanwhile is carried out once it goes on."""
        self.redis.process.send_signal(signal.SIGSTOP)
        yield
        self.redis.process.send_signal(signal.SIGCONT)

    def restarts_a_killed(self, which: int) -> None:
        self.webs[which].kill()
        self.webs[which] = Web(self.environment)

    def stored(self) -> list[list[int]]:
        with Redis.from_url(self.redis.url, decode_responses=True) as client:
            mail = [client.lrange(Keys().mailbox(dialog), 0, -1) for dialog in DIALOGS]
        return [[int(line.rpartition("|")[2]) for line in lines] for lines in mail]

    def close(self) -> None:
        for web in self.webs:
            web.kill()
        self.redis.process.send_signal(signal.SIGCONT)
        self.redis.stop()


@pytest.fixture
def host(redis_url: str, tmp_path: Path) -> Iterator[Host]:
    assert redis_url
    opened = Host(tmp_path)
    try:
        yield opened
    finally:
        opened.close()


def test_every_message_is_stored_once_and_each_dialog_in_order(host: Host) -> None:
    for outage in range(OUTAGES):
        with host.without_redis():
            for _ in range(8):
                host.hears_one_more()
            if outage == 1:
                host.restarts_a_killed(0)
        wait_for(
            lambda: host.hears_one_more() == "accepted",
            what="messages are stored directly again",
            seconds=PATIENCE_SECONDS,
            poll_seconds=0.05,
        )
    wait_for(
        lambda: not any(host.spool.iterdir()),
        what="nothing waits any more",
        seconds=PATIENCE_SECONDS,
    )

    offered = range(len(host.answers))
    assert host.stored() == [list(offered[n :: len(DIALOGS)]) for n in range(len(DIALOGS))]
    assert {"accepted", "spooled"} == set(host.answers)
