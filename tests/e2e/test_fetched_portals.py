"""One fetching process serves every kept portal that keeps events, also ones added later."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
from redis import Redis

from api.cli import main
from api.cli.child_process import ChildProcess
from api.cli.exit_codes import ExitCode
from api.cli.portal_control import PortalControl
from api.cli.surroundings import Surroundings
from api.cli.waiting import wait_for
from integrations.clock import SystemClock
from integrations.emulators import EmulatorConfiguration, RunningEmulators, start_emulators
from integrations.sealing import new_key
from tests.e2e.customer import PATIENCE_SECONDS

pytestmark = pytest.mark.e2e

FETCH = "imbot.v2.Event.get"


@dataclass
class Installation:
    """Redis, a sealing key, a fetching process, and any number of portals."""

    environment: dict[str, str]
    folder: Path
    stops: ExitStack

    def __post_init__(self) -> None:
        self.fetcher = ChildProcess(
            "fetcher",
            [sys.executable, "-m", "api.cli", "fetch-events"],
            environment=self.environment,
            log=self.folder / "fetcher.log",
        )
        self.stops.callback(self.fetcher.stop)

    def portal(self, name: str) -> PortalControl:
        """Start a portal and keep it as one that is fetched for."""
        usual = EmulatorConfiguration().portal
        emulated = replace(
            usual, domain=f"{name}.bitrix24.ru", member_id=name, bot_api=2, bot_event_mode="fetch"
        )
        running = self.stops.enter_context(
            start_emulators(EmulatorConfiguration(emulated), clock=SystemClock().now)
        )
        self._add(running)
        control = PortalControl(running.bitrix_url)
        self.stops.callback(control.close)
        return control

    def mailboxes(self) -> set[str]:
        """The portals whose messages the inbox holds."""
        with Redis.from_url(self.environment["REDIS_URL"], decode_responses=True) as client:
            keys = client.scan_iter(f"{self.environment['CORTEX_REDIS_PREFIX']}:*:mb:*")
            return {key.rpartition(":mb:")[2].partition(".")[0] for key in keys}

    def _add(self, running: RunningEmulators) -> None:
        emulated = running.configuration.portal
        document = {
            "member_id": emulated.member_id,
            "domain": emulated.domain,
            "rest_url": running.bitrix_webhook_url,
            "bot_id": emulated.bot_id,
            "client_id": emulated.client_id,
            "application_token": emulated.application_token,
            "chat": {"api": 2, "events": "fetch"},
        }
        typed = Surroundings(self.environment, lambda: BytesIO(orjson.dumps(document)))
        assert main(["portal", "add", "-"], surroundings=typed) == ExitCode.OK


@pytest.fixture
def installation(redis_url: str, tmp_path: Path) -> Iterator[Installation]:
    environment = {
        "REDIS_URL": redis_url,
        "CORTEX_REDIS_PREFIX": f"t{uuid4().hex[:12]}",
        "CORTEX_API_TOKEN": "0123456789abcdef",
        "CORTEX_ALLOW_LOCAL_ENDPOINTS": "1",
        "CORTEX_SEALING_KEYS": new_key().reveal(),
        "CORTEX_METRICS_DIR": str(tmp_path / "metrics"),
    }
    with ExitStack() as stops:
        yield Installation(environment, tmp_path, stops)


def test_every_kept_portal_is_fetched_for_while_another_hangs_or_fails(
    installation: Installation,
) -> None:
    portals = {name: installation.portal(name) for name in ("hanging", "failing", "good")}
    for control in portals.values():
        control.say(control.open_chat().chat_id, "нужен 06A115561B")
    portals["hanging"].fail(FETCH, "slow", times=99, delay_seconds=60)
    portals["failing"].fail(FETCH, "html_502", times=99)

    installation.fetcher.start()

    wait_for(
        lambda: installation.mailboxes() == {"good"},
        what="the good portal's message is in the inbox",
        seconds=PATIENCE_SECONDS,
    )
    assert all(portals[name].calls(FETCH) for name in ("hanging", "failing"))


def test_a_portal_that_is_added_while_the_process_runs_is_fetched_for(
    installation: Installation,
) -> None:
    installation.fetcher.start()
    first = installation.portal("first")
    first.say(first.open_chat().chat_id, "нужен 06A115561B")

    wait_for(
        lambda: installation.mailboxes() == {"first"},
        what="the added portal's message is in the inbox",
        seconds=PATIENCE_SECONDS,
    )
    installation.fetcher.stop()

    assert installation.fetcher.exit_code == 0
