"""People on the emulated portal: chats, events to the webhook, leads, the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

import pytest
import requests

from integrations.emulators import EmulatorConfiguration, EmulatorServer, start_emulators
from integrations.emulators.brackets import decode
from integrations.emulators.exchange import Request, Response, json_response


class WebhookReceiver:
    """Stands where the bot's webhook would be and keeps what arrives."""

    def __init__(self) -> None:
        self.events: SimpleQueue[Any] = SimpleQueue()

    def handle(self, request: Request) -> Response:
        self.events.put(request.body)
        return json_response(202, {"result": "ok"})


@dataclass(frozen=True)
class ControlClient:
    """Talks to `/_emulator/` and looks into the webhook."""

    url: str
    session: requests.Session
    receiver: WebhookReceiver

    def post(self, path: str, **body: Any) -> Any:
        return self.session.post(f"{self.url}/_emulator/{path}", json=body).json()

    def get(self, path: str) -> Any:
        return self.session.get(f"{self.url}/_emulator/{path}").json()

    def chat(self, **description: Any) -> str:
        return f"chats/{self.post('chats', **description)['chat_id']}"


@pytest.fixture
def control() -> Iterator[ControlClient]:
    receiver = WebhookReceiver()
    with (
        EmulatorServer(receiver) as webhook,
        start_emulators(
            EmulatorConfiguration(),
            clock=lambda: 1_770_000_000.0,
            webhook_url=f"{webhook.url}/bitrix/events",
        ) as running,
        requests.Session() as session,
    ):
        session.trust_env = False
        yield ControlClient(running.bitrix_url, session, receiver)


def test_what_a_client_says_reaches_the_webhook_and_its_status_comes_back(
    control: ControlClient,
) -> None:
    chat = control.chat(title="Иван")

    said = control.post(f"{chat}/say", text="нужен 06A115561B", author="client", deliver=True)

    event = control.receiver.events.get_nowait()
    assert said["webhook_status"] == 202
    assert event["data"]["PARAMS"]["MESSAGE"] == "нужен 06A115561B"
    assert event == decode(said["body"])


def test_an_undelivered_message_is_stored_and_its_body_handed_out(control: ControlClient) -> None:
    chat = control.chat()

    said = control.post(f"{chat}/say", text="есть кто?", author="client", deliver=False)

    assert control.receiver.events.empty()
    assert decode(said["body"])["event"] == "ONIMBOTMESSAGEADD"
    assert [message["id"] for message in control.get(f"{chat}/messages")["messages"]] == [
        said["message_id"]
    ]


def test_a_known_message_id_is_sent_again_and_stored_once(control: ControlClient) -> None:
    chat = control.chat()
    first = control.post(f"{chat}/say", text="дубль", author="client", deliver=True)

    again = control.post(f"{chat}/say", message_id=first["message_id"], deliver=True)

    assert again["body"] == first["body"]
    assert control.receiver.events.qsize() == 2
    assert len(control.get(f"{chat}/messages")["messages"]) == 1


def test_only_messages_after_a_given_one_are_listed(control: ControlClient) -> None:
    chat = control.chat()
    first = control.post(f"{chat}/say", text="раз", deliver=False)["message_id"]
    control.post(f"{chat}/say", text="два", author="manager", deliver=False)

    rest = control.get(f"{chat}/messages?after={first}")["messages"]

    assert [(message["author"], message["text"]) for message in rest] == [("manager", "два")]


def test_an_unreachable_webhook_is_reported_and_the_message_stays(control: ControlClient) -> None:
    with EmulatorServer(control.receiver) as gone:
        nobody_listens = f"{gone.url}/bitrix/events"
    control.post("webhook", url=nobody_listens)
    chat = control.chat()

    said = control.post(f"{chat}/say", text="алло", author="client", deliver=True)

    assert (said["webhook_status"], said["webhook_error"]) == (None, "ConnectionError")
    assert len(control.get(f"{chat}/messages")["messages"]) == 1


def test_a_webhook_outside_this_machine_is_refused(control: ControlClient) -> None:
    refusal = control.post("webhook", url="http://example.org/bitrix/events")

    assert "loopback" in refusal["error"]


def test_a_manager_can_move_a_lead_by_hand(control: ControlClient) -> None:
    opened = control.post("chats", lead={"status_id": "UC_UAO7E9"})
    lead_url = f"{control.url}/_emulator/leads/{opened['lead_id']}"

    control.session.patch(lead_url, json={"UF_CRM_1762873310878": "06A115561B"})

    lead = control.get(f"leads/{opened['lead_id']}")
    assert lead["status_id"] == "UC_UAO7E9"
    assert lead["fields"]["UF_CRM_1762873310878"] == "06A115561B"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("chats/999/say", {"text": "эй"}, 404),
        ("leads/999", {"status_id": "NEW"}, 404),
        ("chats", {"lead": {"status_id": "WON"}}, 400),
        ("chats", {"lead": {"colour": "red"}}, 400),
        ("chats/101/say", {"text": "эй", "author": "bot"}, 400),
        ("faults", {"method": "*", "mode": "explode"}, 400),
        ("faults", {"mode": "slow", "times": 0}, 400),
    ],
)
def test_a_mistaken_control_call_is_refused_with_a_reason(
    control: ControlClient, path: str, body: Any, status: int
) -> None:
    control.chat()

    answer = control.session.post(f"{control.url}/_emulator/{path}", json=body)

    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_body_that_is_not_json_is_refused(control: ControlClient) -> None:
    headers = {"Content-Type": "application/json"}

    answer = control.session.post(f"{control.url}/_emulator/chats", data="{", headers=headers)

    assert answer.status_code == 400


def test_the_page_shows_the_conversation_and_escapes_it(control: ControlClient) -> None:
    chat = control.chat(title="<b>Иван</b>")
    control.post(f"{chat}/say", text="<script>alert(1)</script>", deliver=False)

    page = control.session.get(control.url).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>Иван" not in page
    assert "Новая заявка" in page


def test_forms_of_the_page_open_chats_and_speak_in_them(control: ControlClient) -> None:
    opened = control.session.post(f"{control.url}/_emulator/chats", data={"title": "Иван"}).json()
    action = f"/_emulator/chats/{opened['chat_id']}/say"
    said = {"text": "нужен 06A115561B", "author": "manager"}
    control.session.post(f"{control.url}{action}", data=said)

    page = control.session.get(control.url).text

    assert f'<form action="{action}" method="post">' in page
    assert "нужен 06A115561B" in page
    assert "Менеджер · " in page


def test_a_lead_changed_by_a_person_is_told_to_the_webhook_by_its_id_alone(
    control: ControlClient,
) -> None:
    lead_id = control.post("chats")["lead_id"]

    changed = control.post(f"leads/{lead_id}", STATUS_ID="UC_UAO7E9")

    event = control.receiver.events.get_nowait()
    assert changed["webhook_status"] == 202
    assert (event["event"], event["data"]) == ("ONCRMLEADUPDATE", {"FIELDS": {"ID": str(lead_id)}})
    assert event["auth"]["application_token"]


def test_a_lead_saved_without_a_change_is_told_to_nobody(control: ControlClient) -> None:
    lead_id = control.post("chats")["lead_id"]

    control.post(f"leads/{lead_id}", STATUS_ID="NEW")

    assert control.receiver.events.empty()
