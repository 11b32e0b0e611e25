"""A web process without its Redis: who is heard, and what becomes of it when Redis is back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from api.bootstrap.accepting import Accepting, build_accepting
from api.bootstrap.portals import portal_registry
from api.bootstrap.store import reach_store
from api.settings import SettingInvalid, Settings
from engine.errors import InvalidInput, StoreUnavailable
from engine.ports.inbox import Accepted
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_record import PortalRecord
from integrations.clock import SystemClock
from integrations.redis.launcher import RunningRedis, start_redis
from integrations.sealing import new_key
from integrations.secret import Secret
from tests.unit.api.edge import CountedMetrics

TOKEN = "51856fefc120afa4b628cc82d3935cce"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Host:
    """One host whose Redis may be stopped and started."""

    folder: Path
    redis: RunningRedis
    keys: str
    spool_megabytes: int = 64

    def settings(self) -> Settings:
        return Settings.from_environment(
            {
                "CORTEX_API_TOKEN": "0123456789abcdef",
                "REDIS_URL": self.redis.url,
                "CORTEX_SEALING_KEYS": self.keys,
                "CORTEX_SPOOL_DIR": str(self.folder / "spool"),
                "CORTEX_SPOOL_MEGABYTES": str(self.spool_megabytes),
            }
        )

    def web(self) -> Accepting:
        settings = self.settings()
        return build_accepting(
            settings, reach_store(settings), clock=SystemClock(), metrics=CountedMetrics()
        )

    def add_portal(self, member_id: str) -> None:
        settings = self.settings()
        domain = f"{member_id}.bitrix24.ru"
        portal = Portal(
            member_id=member_id,
            domain=domain,
            rest_url=Secret(f"https://{domain}/rest/1/c0de/"),
            bot_id=39,
            client_id=Secret("client"),
            application_token=Secret(TOKEN),
        )
        portal_registry(settings, reach_store(settings).portal_records).add(PortalRecord(portal))

    def start_again(self) -> None:
        self.redis = start_redis(self.folder / "redis", self.redis.port)

    def backlog(self) -> int:
        return reach_store(self.settings()).inbox.backlog()


@pytest.fixture
def host(redis_url: str, tmp_path: Path) -> Iterator[Host]:
    assert redis_url
    opened = Host(tmp_path, start_redis(tmp_path / "redis"), new_key().reveal())
    opened.add_portal("known")
    try:
        yield opened
    finally:
        opened.redis.stop()


def a_message(member_id: str) -> bytes:
    fields = {
        "event": "ONIMBOTMESSAGEADD",
        "ts": str(int(SystemClock().now())),
        "auth[member_id]": member_id,
        "auth[application_token]": TOKEN,
        "data[BOT][39][BOT_ID]": "39",
        "data[PARAMS][MESSAGE]": "здравствуйте",
        "data[PARAMS][MESSAGE_ID]": "101",
        "data[PARAMS][MESSAGE_TYPE]": "L",
        "data[PARAMS][FROM_USER_ID]": "7",
        "data[PARAMS][DIALOG_ID]": "chat12",
        "data[PARAMS][TO_CHAT_ID]": "12",
        "data[PARAMS][CHAT_ENTITY_TYPE]": "LINES",
        "data[USER][IS_BOT]": "N",
        "data[USER][IS_CONNECTOR]": "Y",
    }
    return urlencode(fields).encode()


def test_a_process_that_starts_without_redis_hears_the_portals_that_were_known(
    host: Host,
) -> None:
    earlier = host.web()
    assert earlier.care is not None
    earlier.care()
    host.redis.stop()

    received = host.web().event(a_message("known"), FORM, None)
    host.start_again()
    earlier.care()

    assert (received.accepted, host.backlog()) == (Accepted.SPOOLED, 1)


def test_whether_a_stranger_is_one_nobody_can_tell_meanwhile(host: Host) -> None:
    earlier = host.web()
    assert earlier.care is not None
    earlier.care()
    host.redis.stop()

    with pytest.raises(StoreUnavailable):
        earlier.event(a_message("stranger"), FORM, None)


def test_who_pretends_to_be_a_known_portal_is_refused_meanwhile(host: Host) -> None:
    earlier = host.web()
    assert earlier.care is not None
    earlier.care()
    host.redis.stop()

    with pytest.raises(InvalidInput) as caught:
        earlier.event(a_message("known").replace(TOKEN.encode(), b"wrong"), FORM, None)

    assert caught.value.code == "TOKEN_INVALID"


def test_without_a_spool_nothing_is_kept_and_nothing_acknowledged(host: Host) -> None:
    host.spool_megabytes = 0
    web = host.web()
    host.redis.stop()

    with pytest.raises(StoreUnavailable):
        web.event(a_message("known"), FORM, None)

    assert (web.care, (host.folder / "spool").exists()) == (None, False)


def test_a_spool_that_cannot_be_had_stops_the_process(host: Host) -> None:
    (host.folder / "spool").write_text("in the way", encoding="utf-8")

    with pytest.raises(SettingInvalid) as caught:
        host.web()

    assert caught.value.variable == "CORTEX_SPOOL_DIR"
