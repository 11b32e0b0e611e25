"""Attacks on the webhook through the real way in: a code for each, nothing stored, nothing hung."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from falcon import testing
from structlog.testing import capture_logs

from engine.messages import decode_incoming, dialog_key
from engine.ports.lead_dialogs import DialogAddress
from integrations.bitrix24.accept_event import AcceptEvent
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.memory.inbox import MemoryInbox
from integrations.memory.lead_dialogs import MemoryLeadDialogs
from integrations.memory.store import MemoryStore
from integrations.secret import Secret
from tests.unit.api.edge import CountedMetrics, StoppedClock, a_client

PATH = "/bitrix/events/webhook-secret-01"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MEMBER_ID, TOKEN = "a223c6b3710f85df22e9377d6c4f7553", "51856fefc120afa4b628cc82d3935cce"
EVENT: Mapping[str, str] = {
    "event": "ONIMBOTMESSAGEADD",
    "ts": "1700000000",
    "auth[domain]": "demo.bitrix24.ru",
    "auth[member_id]": MEMBER_ID,
    "auth[application_token]": TOKEN,
    "data[BOT][39][BOT_ID]": "39",
    "data[PARAMS][MESSAGE]": "нужен 06A115561B",
    "data[PARAMS][MESSAGE_ID]": "101",
    "data[PARAMS][MESSAGE_TYPE]": "L",
    "data[PARAMS][FROM_USER_ID]": "7",
    "data[PARAMS][DIALOG_ID]": "chat12",
    "data[PARAMS][CHAT_ID]": "12",
    "data[PARAMS][TO_CHAT_ID]": "12",
    "data[PARAMS][CHAT_ENTITY_TYPE]": "LINES",
    "data[PARAMS][CHAT_ENTITY_DATA_1]": "Y|LEAD|5|N|N|1|1700000000|0|0|0",
    "data[USER][ID]": "7",
    "data[USER][IS_BOT]": "N",
    "data[USER][IS_CONNECTOR]": "Y",
}


class Webhook:
    """The HTTP edge with the real parser, the real token check and an inbox in memory."""

    def __init__(self) -> None:
        portal = Portal(
            member_id=MEMBER_ID,
            domain="demo.bitrix24.ru",
            rest_url=Secret("https://demo.bitrix24.ru/rest/1/c0de/"),
            bot_id=39,
            client_id=Secret("client"),
            application_token=Secret(TOKEN),
        )
        self._store = store = MemoryStore(StoppedClock())
        self._inbox = MemoryInbox(store, mailbox_limit=2)
        self.lead_dialogs = MemoryLeadDialogs(store)
        self._client = a_client(
            accept=AcceptEvent(
                PortalDirectory([portal]),
                self._inbox,
                self.lead_dialogs,
                StoppedClock(),
                CountedMetrics(),
                Secret("webhook-secret-01"),
            )
        )

    def send(self, body: bytes | str, *, path: str = PATH) -> testing.Result:
        return self._client.simulate_post(path, body=body, headers=FORM)

    @property
    def stored(self) -> int:
        return self._inbox.backlog()

    @property
    def waiting(self) -> list[int]:
        """The messages that wait, in the order they will be taken up."""
        [record] = self._store.dialogs.values()
        return [decode_incoming(envelope.document).message_id for envelope in record.mailbox]

    def look_into_everything(self) -> None:
        """Consume what waits, as a worker does."""
        [record] = self._store.dialogs.values()
        record.mailbox.clear()


@pytest.fixture
def webhook() -> Webhook:
    return Webhook()


def changed(**fields: str | None) -> str:
    """The event with the fields of `auth` replaced or, for None, left out."""
    replaced = {f"auth[{name}]": value for name, value in fields.items()}
    pairs = {**EVENT, **replaced}
    return urlencode({name: value for name, value in pairs.items() if value is not None})


def test_a_proven_event_is_stored_before_the_answer(webhook: Webhook) -> None:
    reply = webhook.send(changed())

    assert (reply.status_code, reply.json, webhook.stored) == (200, {"result": "ok"}, 1)


def test_the_same_event_again_is_a_success_and_stored_once(webhook: Webhook) -> None:
    webhook.send(changed())

    reply = webhook.send(changed())

    assert (reply.status_code, reply.json, webhook.stored) == (200, {"result": "ok"}, 1)


def test_messages_whose_events_overtook_each_other_wait_in_the_order_of_the_chat(
    webhook: Webhook,
) -> None:
    for message_id in ("20002", "20001"):
        webhook.send(urlencode({**EVENT, "data[PARAMS][MESSAGE_ID]": message_id}))

    assert webhook.waiting == [20001, 20002]


@pytest.mark.parametrize(
    "body",
    [
        changed(application_token="wrong"),
        changed(application_token=TOKEN[:-1]),
        changed(application_token=TOKEN.upper()),
        changed(application_token="жетон"),
        changed(application_token="\U0001f600"),
        changed(application_token=""),
        changed(application_token=None),
        changed(application_token=None) + "&auth%5Bapplication_token%5D%5B%5D=" + TOKEN,
        changed(application_token=None) + "&auth%5Bapplication_token%5D=%FF%FE",
        changed(member_id="0" * 32),
        changed(member_id="жетон"),
    ],
)
def test_a_stranger_is_refused_and_stores_nothing(webhook: Webhook, body: str) -> None:
    reply = webhook.send(body)

    assert reply.status_code in {400, 403}
    assert reply.json["code"] in {"TOKEN_INVALID", "FORM_MALFORMED", "EVENT_INVALID"}
    assert webhook.stored == 0


@pytest.mark.parametrize(
    "path", ["/bitrix/events", "/bitrix/events/webhook-secret-02", "/bitrix/events/%D0%B6"]
)
def test_a_wrong_secret_in_the_path_is_refused(webhook: Webhook, path: str) -> None:
    reply = webhook.send(changed(), path=path)

    assert (reply.status_code, reply.json["code"], webhook.stored) == (403, "SECRET_INVALID", 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("a" + "[b]" * 100_000 + "=1", None),
        ("data" + "[a]" * 7 + "=1", "TOO_DEEP"),
        ("&".join(f"k{i}=1" for i in range(20_000)), "TOO_MANY_FIELDS"),
        ("k" * 129 + "=1", "KEY_TOO_LONG"),
        ("a=1&a%5Bb%5D=2", "KEY_CONFLICT"),
        ("a%5Bb%5D=2&a=1", "KEY_CONFLICT"),
        ("%ZZ=%", None),
        ("\x00=\x00", None),
        ("=", None),
        ("", None),
    ],
)
def test_a_hostile_form_is_refused_by_code(webhook: Webhook, body: str, code: str | None) -> None:
    reply = webhook.send(body)

    assert reply.status_code in {400, 403, 413}
    assert code is None or reply.json["code"] == code
    assert webhook.stored == 0


@pytest.mark.parametrize("name", ["__proto__", "constructor", "prototype"])
def test_names_that_poison_objects_change_nothing(webhook: Webhook, name: str) -> None:
    reply = webhook.send(changed() + f"&{name}%5BMESSAGE%5D=x")

    assert (reply.status_code, len(webhook.waiting)) == (200, 1)


@pytest.mark.parametrize("ts", ["1699000000", "0", "-1"])
def test_an_old_event_replayed_is_refused(webhook: Webhook, ts: str) -> None:
    reply = webhook.send(urlencode({**EVENT, "ts": ts}))

    assert reply.status_code in {400, 403}
    assert webhook.stored == 0


@pytest.mark.parametrize("dialog", ["chat{1}", "chat1|chat2", "chat1\nx", "c" * 10_000, "chat"])
def test_a_dialog_id_that_could_move_keys_is_refused(webhook: Webhook, dialog: str) -> None:
    reply = webhook.send(urlencode({**EVENT, "data[PARAMS][DIALOG_ID]": dialog}))

    assert (reply.status_code, webhook.stored) == (400, 0)


def test_a_flooded_dialog_is_told_to_come_again(webhook: Webhook) -> None:
    statuses = [
        webhook.send(urlencode({**EVENT, "data[PARAMS][MESSAGE_ID]": str(number)})).status_code
        for number in (1, 2, 3)
    ]

    assert statuses == [200, 200, 503]


def test_an_event_that_needs_no_work_is_acknowledged_and_not_stored(webhook: Webhook) -> None:
    reply = webhook.send(urlencode({**EVENT, "event": "ONIMBOTJOINCHAT"}))

    assert (reply.status_code, reply.json, webhook.stored) == (200, {"result": "noop"}, 0)


def lead_changed(*, lead_id: str = "5", ts: str = "1700000000", token: str = TOKEN) -> str:
    shared = {name: value for name, value in EVENT.items() if not name.startswith("data")}
    fields = {"event": "ONCRMLEADUPDATE", "data[FIELDS][ID]": lead_id, "ts": ts}
    return urlencode({**shared, **fields, "auth[application_token]": token})


def know_lead(webhook: Webhook) -> None:
    dialog = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat12")
    address = DialogAddress(dialog, "chat12", 12)
    webhook.lead_dialogs.remember(member_id=MEMBER_ID, lead_id=5, address=address)


def test_a_change_of_a_known_lead_is_work_for_its_dialog(webhook: Webhook) -> None:
    know_lead(webhook)

    reply = webhook.send(lead_changed())

    assert (reply.status_code, reply.json, webhook.stored) == (200, {"result": "ok"}, 1)


def test_a_change_of_an_unknown_lead_is_a_success_without_work(webhook: Webhook) -> None:
    know_lead(webhook)

    reply = webhook.send(lead_changed(lead_id="6"))

    assert (reply.status_code, reply.json, webhook.stored) == (200, {"result": "noop"}, 0)


def test_changes_of_a_lead_that_nobody_has_looked_at_yet_are_stored_once(webhook: Webhook) -> None:
    know_lead(webhook)

    # The mailbox holds two: a third message would be refused.
    statuses = [webhook.send(lead_changed(ts=f"170000000{n}")).status_code for n in range(4)]

    assert (statuses, len(webhook.waiting)) == ([200] * 4, 1)


def test_a_change_of_a_lead_in_the_second_of_one_that_was_looked_at_is_stored_too(
    webhook: Webhook,
) -> None:
    know_lead(webhook)
    webhook.send(lead_changed())
    webhook.look_into_everything()

    reply = webhook.send(lead_changed())

    assert (reply.status_code, webhook.stored) == (200, 1)


def test_a_stranger_cannot_tell_of_a_lead(webhook: Webhook) -> None:
    know_lead(webhook)

    reply = webhook.send(lead_changed(token="wrong"))

    assert (reply.status_code, reply.json["code"], webhook.stored) == (403, "TOKEN_INVALID", 0)


@pytest.mark.parametrize(
    "event",
    [
        {"event": "ONIMBOTDELETE", "data[BOT_ID]": "39", "data[BOT_CODE]": "cortex"},
        {"event": "ONIMBOTV2DELETE", "data[bot][id]": "39", "data[bot][code]": "cortex"},
    ],
    ids=["v1", "v2"],
)
def test_a_bot_that_people_removed_is_told_to_operators(
    webhook: Webhook, event: Mapping[str, str]
) -> None:
    proof = {name: value for name, value in EVENT.items() if name.startswith("auth")}

    with capture_logs() as logged:
        reply = webhook.send(urlencode({**event, **proof}))

    told = [
        (line["member_id"], line["bot_id"]) for line in logged if line["event"] == "bot_removed"
    ]
    assert (reply.status_code, reply.json) == (200, {"result": "noop"})
    assert told == [(MEMBER_ID, "39")]
