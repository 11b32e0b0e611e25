"""The webhook while the store is away: kept here and answered 200, or told that it is not."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest
from falcon import testing

from engine.errors import StoreUnavailable
from engine.messages import decode_incoming, dialog_key
from engine.ports.lead_dialogs import DialogAddress
from integrations.bitrix24.accept_event import AcceptEvent
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.memory.lead_dialogs import MemoryLeadDialogs
from integrations.secret import Secret
from tests.unit.api.edge import a_client
from tests.unit.integrations.spool.desk import Desk

MEMBER_ID, TOKEN = "a223c6b3710f85df22e9377d6c4f7553", "51856fefc120afa4b628cc82d3935cce"
ACCESS, SECRET = "c4n4ryc4n4ryc4n4ryc4n4ry", "webhook-secret-01"
DIALOG = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat12")
ENVELOPE = {
    "ts": "1700000000",
    "auth[member_id]": MEMBER_ID,
    "auth[application_token]": TOKEN,
    "auth[access_token]": ACCESS,
    "auth[refresh_token]": ACCESS,
}
MESSAGE = {
    "event": "ONIMBOTMESSAGEADD",
    "data[BOT][39][BOT_ID]": "39",
    "data[BOT][39][access_token]": ACCESS,
    "data[PARAMS][MESSAGE]": "нужен 06A115561B",
    "data[PARAMS][MESSAGE_ID]": "101",
    "data[PARAMS][MESSAGE_TYPE]": "L",
    "data[PARAMS][FROM_USER_ID]": "7",
    "data[PARAMS][DIALOG_ID]": "chat12",
    "data[PARAMS][TO_CHAT_ID]": "12",
    "data[PARAMS][CHAT_ENTITY_TYPE]": "LINES",
    "data[USER][IS_BOT]": "N",
    "data[USER][IS_CONNECTOR]": "Y",
}
LEAD = {"event": "ONCRMLEADUPDATE", "data[FIELDS][ID]": "5"}


class PassingLeads(MemoryLeadDialogs):
    away = False

    def find(self, *, member_id: str, lead_id: int) -> DialogAddress | None:
        if self.away:
            raise StoreUnavailable("away")
        return super().find(member_id=member_id, lead_id=lead_id)


class Webhook:
    """The HTTP edge over a spool whose store may be away."""

    def __init__(self, folder: Path, *, limit_bytes: int = 1024 * 1024) -> None:
        self.desk = Desk(folder, limit_bytes=limit_bytes)
        self.leads = PassingLeads(self.desk.store)
        self.leads.remember(
            member_id=MEMBER_ID, lead_id=5, address=DialogAddress(DIALOG, "chat12", 12)
        )
        portal = Portal(
            member_id=MEMBER_ID,
            domain="demo.bitrix24.ru",
            rest_url=Secret("https://demo.bitrix24.ru/rest/1/c0de/"),
            bot_id=39,
            client_id=Secret("client"),
            application_token=Secret(TOKEN),
        )
        accept = AcceptEvent(
            PortalDirectory([portal]),
            self.desk.inbox,
            self.leads,
            self.desk.clock,
            self.desk.metrics,
            Secret(SECRET),
            spool=self.desk.folder,
        )
        self.desk.lead_changed = accept.lead_changed
        self._client = a_client(accept=accept, metrics=self.desk.metrics)

    def go_away(self) -> None:
        self.desk.go_away()
        self.leads.away = True

    def come_back(self) -> None:
        self.desk.come_back()
        self.leads.away = False

    def send(self, *fields: Mapping[str, str]) -> testing.Result:
        whole = {name: value for part in (ENVELOPE, *fields) for name, value in part.items()}
        return self._client.simulate_post(
            f"/bitrix/events/{SECRET}",
            body=urlencode(whole),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )

    def heard(self) -> list[tuple[str, str]]:
        mail = [decode_incoming(document).message for document in self.desk.heard(DIALOG)]
        return [(message.happening, message.text) for message in mail]


@pytest.fixture
def webhook(tmp_path: Path) -> Webhook:
    opened = Webhook(tmp_path / "spool")
    opened.go_away()
    return opened


def test_a_message_is_acknowledged_and_stored_when_the_store_is_back(webhook: Webhook) -> None:
    reply = webhook.send(MESSAGE)

    webhook.come_back()
    webhook.desk.replay()

    assert (reply.status_code, reply.json) == (200, {"result": "ok"})
    assert webhook.heard() == [("none", "нужен 06A115561B")]


def test_a_changed_lead_is_acknowledged_and_placed_when_the_store_names_its_dialog(
    webhook: Webhook,
) -> None:
    statuses = [webhook.send(LEAD).status_code for _ in range(2)]

    webhook.come_back()
    webhook.desk.replay()

    assert (statuses, webhook.heard()) == ([200, 200], [("lead_updated", "")])


def test_a_lead_of_a_portal_that_is_gone_meanwhile_is_forgotten(webhook: Webhook) -> None:
    webhook.send(LEAD)
    webhook.come_back()
    accept = AcceptEvent(
        PortalDirectory(),
        webhook.desk.inbox,
        webhook.leads,
        webhook.desk.clock,
        webhook.desk.metrics,
    )
    webhook.desk.lead_changed = accept.lead_changed

    webhook.desk.replay()

    assert (webhook.heard(), webhook.desk.folder.boxes()) == ([], [])


@pytest.mark.parametrize("event", [MESSAGE, LEAD], ids=["message", "lead"])
def test_no_token_and_no_secret_is_ever_spooled(webhook: Webhook, event: Mapping[str, str]) -> None:
    webhook.send(event)

    files = [path for path in webhook.desk.folder.directory.rglob("*") if path.is_file()]
    written = b"".join(path.read_bytes() for path in files)
    assert MEMBER_ID.encode() in written
    assert [s for s in (TOKEN, ACCESS, SECRET, "c0de") if s.encode() in written] == []


@pytest.mark.parametrize("event", [MESSAGE, LEAD], ids=["message", "lead"])
def test_a_stranger_fills_no_spool(webhook: Webhook, event: Mapping[str, str]) -> None:
    reply = webhook.send(event, {"auth[application_token]": "wrong"})

    assert (reply.status_code, reply.json["code"]) == (403, "TOKEN_INVALID")
    assert webhook.desk.folder.boxes() == []


@pytest.mark.parametrize("event", [MESSAGE, LEAD], ids=["message", "lead"])
def test_what_can_be_kept_nowhere_is_not_acknowledged(
    tmp_path: Path, event: Mapping[str, str]
) -> None:
    webhook = Webhook(tmp_path, limit_bytes=10)
    webhook.go_away()

    reply = webhook.send(event)

    assert (reply.status_code, reply.json["code"]) == (503, "SPOOL_FULL")
    assert "retry-after" in reply.headers


def test_what_was_spooled_is_counted_apart(webhook: Webhook) -> None:
    webhook.send(MESSAGE)

    counted = webhook.desk.metrics.counted
    assert ("webhook_requests", {"event": "message", "result": "spooled"}) in counted
    assert ("spool_lines", {"result": "kept"}) in counted
