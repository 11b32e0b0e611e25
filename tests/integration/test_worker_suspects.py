"""Real worker processes on a real Redis, and a message that kills every process that opens it."""

import subprocess
import sys
from pathlib import Path
from typing import cast
from uuid import uuid4

from redis import Redis

from engine.messages import DialogKey, dialog_key
from integrations.redis.connection import connect
from integrations.redis.inbox import RedisInbox
from integrations.redis.keys import Keys

INNOCENTS = 20
POISON = "poison"

DYING_WORKER = """
from gevent import monkey
monkey.patch_all()
import os, sys
from pathlib import Path
from api.worker.loop import Worker, WorkerLimits
from engine.commands.serve_dialog import Served
from engine.ports.metrics import SilentMetrics
from integrations.clock import RandomIdentifiers, SystemClock, chance
from integrations.redis.connection import connect
from integrations.redis.dialogs import RedisDialogs
from integrations.redis.keys import Keys

_, url, prefix, name, told, wanted = sys.argv

class Desk:
    def __call__(self, claim, *, may_act):
        if not claim.mail:
            return Served()
        if claim.mail[0].document == "poison":
            os.kill(os.getpid(), 9)
        self.tell(f"served {claim.mail[0].document}")
        dialogs.dead_letter(claim, sequence=claim.mail[0].sequence, reason="answered")
        return Served()

    def give_up(self, claim, *, reason, may_act):
        self.tell(f"set aside {claim.mail[0].document}")
        dialogs.dead_letter(claim, sequence=claim.mail[0].sequence, reason=reason)
        return Served()

    def tell(self, line):
        with Path(told).open("a") as file:
            file.write(line + "\\n")
        if len({*Path(told).read_text().splitlines()}) == int(wanted):
            worker.stop()

dialogs = RedisDialogs(connect(url), Keys(prefix=prefix))
worker = Worker(
    name=name, dialogs=dialogs, serve=Desk(), clock=SystemClock(),
    identifiers=RandomIdentifiers(), metrics=SilentMetrics(), chance=chance,
    limits=WorkerLimits(40, 1.2, 1.5, 0.1),
)
worker.run()
"""


def works_until_it_dies(redis_url: str, prefix: str, name: str, told: Path) -> int:
    argv = [redis_url, prefix, name, str(told), str(INNOCENTS + 1)]
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", DYING_WORKER, *argv], check=False, timeout=60, capture_output=True
    )
    return ended.returncode


def a_dialog(number: int) -> DialogKey:
    return dialog_key(domain="portal.bitrix24.ru", dialog_id=f"chat{number}")


def test_only_the_message_that_kills_its_process_is_set_aside(
    redis_url: str, tmp_path: Path
) -> None:
    keys = Keys(prefix=f"t{uuid4().hex[:12]}")
    connection = connect(redis_url)
    inbox = RedisInbox(connection, keys)
    for number in range(INNOCENTS + 1):
        document = POISON if number == INNOCENTS // 2 else f"innocent {number}"
        inbox.enqueue(dialog=a_dialog(number), event_key=str(number), document=document)
    connection.close()

    told = tmp_path / "told"
    ends: list[int] = []
    while 0 not in ends and len(ends) < 10:
        name = f"w{len(ends)}"
        ends.append(works_until_it_dies(redis_url, keys.prefix, name, told))

    innocents = {f"served innocent {n}" for n in range(INNOCENTS + 1) if n != INNOCENTS // 2}
    lines = told.read_text(encoding="utf-8").splitlines()
    assert {*lines} == {*innocents, f"set aside {POISON}"}
    assert {*ends[:-1]} == {-9}
    assert ends[-1] == 0
    with Redis.from_url(redis_url, decode_responses=True) as client:
        left = [cast("int", client.xlen(keys.ready(p))) for p in range(keys.partitions)]
    assert sum(left) == 0
