"""Four real processes whose tokens expire at once: one renewal, and everybody calls on."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any
from uuid import uuid4

import pytest
import requests

from integrations.bitrix24.portal_record import PortalRecord
from integrations.bitrix24.portal_registry import PortalRegistry
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, start_emulators
from integrations.redis.connection import connect
from integrations.redis.keys import Keys
from integrations.redis.portal_records import RedisPortalRecords
from integrations.sealing import Sealer, new_key
from tests.integration.renewing_process import CALLS_PER_ROUND
from tests.integration.test_bitrix24_portal_access import EMULATED, an_installed_portal

PROCESSES = 4
ROUNDS = 3


class Caller:
    """A process that calls when told."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._in: IO[str] | None = process.stdin
        self._out: IO[str] | None = process.stdout

    def tell(self) -> None:
        assert self._in is not None
        self._in.write("go\n")
        self._in.flush()

    def hear(self) -> str:
        assert self._out is not None
        return self._out.readline().strip()


@contextmanager
def a_caller(environment: dict[str, str]) -> Iterator[Caller]:
    command = [sys.executable, "-m", "tests.integration.renewing_process", EMULATED.member_id]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Caller(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_one_token_is_renewed_once_however_many_processes_find_it_expired(
    redis_url: str, mode: str
) -> None:
    key, prefix = new_key(), f"t{uuid4().hex[:12]}"
    environment = {
        "REDIS_URL": redis_url,
        "CORTEX_REDIS_PREFIX": prefix,
        "CORTEX_API_TOKEN": "0123456789abcdef",
        "CORTEX_ALLOW_LOCAL_ENDPOINTS": "1",
        "CORTEX_SEALING_KEYS": key.reveal(),
        "CORTEX_PORTAL_CALLS_AT_ONCE": "1000",
    }
    with start_emulators(EmulatorConfiguration(), clock=SystemClock().now) as running:
        url = running.bitrix_url
        connection = connect(redis_url)
        records = RedisPortalRecords(connection, Keys(prefix))
        registry = PortalRegistry(records, Sealer([key]), allow_local=True)
        registry.add(PortalRecord(an_installed_portal(url)))
        control(url, "oauth/rotation", mode=mode)

        with ExitStack() as stack:
            callers = [stack.enter_context(a_caller(environment)) for _ in range(PROCESSES)]
            assert [caller.hear() for caller in callers] == ["ready"] * PROCESSES
            for _ in range(ROUNDS):
                control(url, "oauth/expire")
                # Late answers keep the first renewal going while the others find theirs expired.
                control(url, "faults", method="oauth.token", mode="slow", delay_seconds=0.4)
                for caller in callers:
                    caller.tell()
                assert [caller.hear() for caller in callers] == ["done"] * PROCESSES

        told = requests.get(f"{url}/_emulator/calls", timeout=5).json()["calls"]
        connection.close()
    statuses = Counter((call["method"], call["status"]) for call in told)
    assert statuses["oauth.token", 200] == ROUNDS
    assert statuses["oauth.token", 400] == 0
    assert statuses["server.time", 200] == PROCESSES * ROUNDS * CALLS_PER_ROUND


def control(url: str, path: str, **body: Any) -> None:
    requests.post(f"{url}/_emulator/{path}", json=body, timeout=5).raise_for_status()
