"""What the emulated portal posts is what the reader understands, whatever is left out of it."""

from typing import Any

import pytest

from engine.messages import IncomingMessage
from integrations.bitrix24.chat_manner import ChatManner
from integrations.bitrix24.events import parse_event, to_incoming_message, verify_token
from tests.integration.test_bitrix24_client_bot_manners import OpenDesk, open_desk
from tests.integration.test_bitrix24_client_effects import Desk

__all__ = ["open_desk"]

SWITCHES: list[dict[str, Any]] = [
    {},
    {"token_less": True},
    {"without_bot_tokens": True},
    {"without_handler_id": True},
    {"token_less": True, "without_bot_tokens": True, "without_handler_id": True},
]


@pytest.fixture(params=[1, 2], ids=["v1", "v2"])
def desk(request: pytest.FixtureRequest, open_desk: OpenDesk) -> Desk:
    return open_desk(ChatManner(api=request.param, buttons=True), bot_api=request.param)


def heard(desk: Desk, told: Any) -> IncomingMessage | None:
    event = parse_event(told["body"].encode(), "application/x-www-form-urlencoded")
    assert verify_token(desk.portal, event)
    return to_incoming_message(event, desk.portal)


@pytest.mark.parametrize("switches", SWITCHES)
def test_a_client_is_heard_to_write_edit_and_delete(desk: Desk, switches: dict[str, Any]) -> None:
    desk.post("events/switches", **switches)

    written = desk.say("нужен 06A115561B")
    edited = desk.post(f"messages/{written['message_id']}/edit", text="нужен 1K0698151")
    deleted = desk.post(f"messages/{written['message_id']}/delete")

    messages = [heard(desk, told) for told in (written, edited, deleted)]
    assert [m and (m.change, m.message.text) for m in messages] == [
        ("written", "нужен 06A115561B"),
        ("edited", "нужен 1K0698151"),
        ("deleted", ""),
    ]
    assert {m and (m.message_id, m.chat_id, m.lead_id) for m in messages} == {
        (written["message_id"], desk.chat["chat_id"], desk.chat["lead_id"])
    }


@pytest.mark.parametrize("switches", SWITCHES)
def test_a_command_button_is_heard_as_the_client(desk: Desk, switches: dict[str, Any]) -> None:
    desk.post("events/switches", **switches)
    register_offer_command(desk)
    buttons = [{"TEXT": "второй", "COMMAND": "offer", "COMMAND_PARAMS": "2"}]
    bot = {"BOT_ID": desk.portal.bot_id, "CLIENT_ID": desk.portal.client_id.reveal()}
    call = {"DIALOG_ID": desk.chat["dialog_id"], "MESSAGE": "Варианты", "KEYBOARD": buttons}
    sent = desk.client.call(desk.portal, "imbot.message.add", {**bot, **call})

    pressed = heard(desk, desk.post(f"messages/{sent}/press", button="второй", deliver=False))

    assert pressed is not None
    assert (pressed.message.text, pressed.message.author) == ("2", "client")


@pytest.mark.parametrize("author", ["manager", "system"])
def test_nobody_but_the_client_is_heard_to_edit(desk: Desk, author: str) -> None:
    said = desk.say("Здравствуйте", author=author)
    edited = desk.post(f"messages/{said['message_id']}/edit", text="Добрый день")

    first = heard(desk, said)
    assert first is not None
    assert first.message.author == author
    assert heard(desk, edited) is None


def test_a_bot_that_joins_a_chat_says_and_hears_nothing(desk: Desk) -> None:
    joined = desk.post(f"chats/{desk.chat['chat_id']}/join", deliver=False)

    assert heard(desk, joined) is None


def register_offer_command(desk: Desk) -> None:
    bot = {"botId": desk.portal.bot_id, "botToken": desk.portal.client_id.reveal()}
    fields = {"command": "offer", "title": {"ru": "Выбрать"}}
    desk.client.call(desk.portal, "imbot.v2.Command.register", {**bot, "fields": fields})
