"""What the emulated portal tells a bot, and how events go wrong on their way."""

from typing import Any

import pytest

from tests.integration.emulated_desk import Desk, OpenDesk


def test_an_edit_is_told_with_its_new_text_and_shown_in_the_chat(desk: Desk) -> None:
    chat = desk.chat()
    message_id = desk.say(chat, "нужен 06A115561B")
    desk.arrived()

    desk.post(f"messages/{message_id}/edit", text="нужен 1K0698151")

    event = desk.arrived()
    assert event["event"] == "ONIMBOTMESSAGEUPDATE"
    assert event["data"]["PARAMS"]["MESSAGE"] == "нужен 1K0698151"
    assert event["data"]["PARAMS"]["MESSAGE_ID"] == str(message_id)
    assert "USER" not in event["data"]
    # The documentation names neither for edits, unlike for new messages.
    assert "CHAT_ENTITY_TYPE" not in event["data"]["PARAMS"]
    page = desk.call("im.dialog.messages.get", DIALOG_ID=chat["dialog_id"])
    assert [row["text"] for row in page["result"]["messages"]] == ["нужен 1K0698151"]


def test_a_deletion_is_told_with_a_notice_and_the_message_is_gone(desk: Desk) -> None:
    chat = desk.chat()
    message_id = desk.say(chat, "ой")
    desk.arrived()

    desk.post(f"messages/{message_id}/delete")

    event = desk.arrived()
    assert event["event"] == "ONIMBOTMESSAGEDELETE"
    assert event["data"]["PARAMS"]["MESSAGE"] == "Сообщение было удалено"
    page = desk.call("im.dialog.messages.get", DIALOG_ID=chat["dialog_id"])
    assert page["result"]["messages"] == []


def test_a_bot_of_version_two_is_told_in_its_own_form(open_desk: OpenDesk) -> None:
    desk = open_desk(bot_api=2)

    message_id = desk.say(desk.chat(), "нужен 06A115561B")

    event = desk.arrived()
    assert event["event"] == "ONIMBOTV2MESSAGEADD"
    assert "event_handler_id" not in event
    assert event["data"]["message"]["id"] == str(message_id)
    assert event["data"]["user"]["connector"] == "1"
    assert event["data"]["message"]["isSystem"] == "0"


@pytest.mark.parametrize(
    ("switch", "missing"),
    [
        ("token_less", ("auth", "access_token")),
        ("without_handler_id", ("event_handler_id",)),
        ("without_bot_tokens", ("data", "BOT", "39", "access_token")),
    ],
)
def test_a_switch_leaves_out_of_events_what_portals_leave_out(
    desk: Desk, switch: str, missing: tuple[str, ...]
) -> None:
    desk.post("events/switches", **{switch: True})

    desk.say(desk.chat(), "привет")

    node = desk.arrived()
    assert node["auth"]["application_token"] == desk.portal.application_token
    for name in missing[:-1]:
        node = node[name]
    assert missing[-1] not in node


def test_a_failed_event_is_lost_unless_resending_is_switched_on(desk: Desk) -> None:
    chat = desk.chat()
    desk.receiver.statuses = [503]
    desk.say(chat, "раз")
    desk.post("events/switches", resend=2)
    desk.receiver.statuses = [503, 500]

    desk.say(chat, "два")

    assert desk.receiver.texts() == ["раз", "два", "два", "два"]


def test_events_come_twice_and_in_the_wrong_order_when_told_to(desk: Desk) -> None:
    chat = desk.chat()
    desk.post("events/switches", duplicate=True)
    desk.say(chat, "раз")
    desk.post("events/switches", reorder=True)

    desk.say(chat, "два")
    desk.say(chat, "три")

    assert desk.receiver.texts() == ["раз", "раз", "три", "два"]


def test_a_held_event_is_sent_when_the_switches_are_cleared(desk: Desk) -> None:
    desk.post("events/switches", reorder=True)
    desk.say(desk.chat(), "раз")
    waiting = desk.receiver.events.empty()

    desk.session.delete(f"{desk.url}/_emulator/events/switches")

    assert waiting
    assert desk.receiver.texts() == ["раз"]


def test_a_slow_handler_is_called_later_the_next_time(desk: Desk) -> None:
    chat = desk.chat()
    desk.post("events/switches", slow_seconds=0.05)
    desk.receiver.delay_seconds = 0.1
    desk.say(chat, "раз")
    desk.receiver.delay_seconds = 0.0

    slow = desk.session.post(
        f"{desk.url}/_emulator/chats/{chat['chat_id']}/say", json={"text": "2"}
    )
    next_one = desk.session.post(
        f"{desk.url}/_emulator/chats/{chat['chat_id']}/say", json={"text": "3"}
    )

    assert slow.elapsed.total_seconds() > 0.5 > next_one.elapsed.total_seconds()


@pytest.mark.parametrize(
    "switches", [{"explode": True}, {"resend": 11}, {"delay_seconds": -1}, {"duplicate": "yes"}]
)
def test_a_switch_that_makes_no_sense_is_refused(desk: Desk, switches: Any) -> None:
    answer = desk.session.post(f"{desk.url}/_emulator/events/switches", json=switches)

    assert answer.status_code == 400


def test_fetched_events_are_kept_until_a_greater_offset_acknowledges_them(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk(bot_api=2, bot_event_mode="fetch")
    chat = desk.chat()
    for text in ("раз", "два", "три"):
        desk.say(chat, text)

    first = desk.v2("Event.get", limit=2)["result"]
    again = desk.v2("Event.get", limit=2)["result"]
    rest = desk.v2("Event.get", offset=first["nextOffset"])["result"]

    assert first == again
    assert [event["data"]["message"]["text"] for event in first["events"]] == ["раз", "два"]
    assert (first["hasMore"], rest["hasMore"]) == (True, False)
    assert [event["data"]["message"]["text"] for event in rest["events"]] == ["три"]
    assert desk.v2("Event.get")["result"]["events"] == rest["events"]
    assert desk.v2("Event.get", offset=rest["nextOffset"])["result"]["events"] == []
    assert desk.receiver.events.empty()


BUTTONS = [
    {"TEXT": "1", "ACTION": "SEND", "ACTION_VALUE": "1"},
    {"TEXT": "2", "COMMAND": "offer", "COMMAND_PARAMS": "2"},
    {"TYPE": "NEWLINE"},
    {"TEXT": "сайт", "LINK": "https://example.org"},
]


def register_offer(desk: Desk) -> Any:
    return desk.v1(
        "imbot.command.register",
        COMMAND="offer",
        EVENT_COMMAND_ADD="https://example.org/",
        LANG=[{"LANGUAGE_ID": "ru", "TITLE": "Выбрать"}],
    )


def test_pressed_buttons_send_their_text_or_their_command(desk: Desk) -> None:
    chat = desk.chat()
    register_offer(desk)
    keyboard = {"BOT_ID": 39, "BUTTONS": BUTTONS}
    sent = desk.v1(
        "imbot.message.add", DIALOG_ID=chat["dialog_id"], MESSAGE="Варианты", KEYBOARD=keyboard
    )["result"]

    desk.post(f"messages/{sent}/press", button="1")
    desk.post(f"messages/{sent}/press", button="2")

    said, pressed = desk.arrived(), desk.arrived()
    assert (said["event"], said["data"]["PARAMS"]["MESSAGE"]) == ("ONIMBOTMESSAGEADD", "1")
    (command,) = pressed["data"]["COMMAND"].values()
    assert pressed["event"] == "ONIMCOMMANDADD"
    assert (command["COMMAND"], command["COMMAND_PARAMS"]) == ("offer", "2")
    assert (command["COMMAND_CONTEXT"], command["MESSAGE_ID"]) == ("KEYBOARD", str(sent))
    assert "IS_CONNECTOR" not in pressed["data"]["USER"]
    page = desk.session.get(desk.url).text
    assert '<button name="button" value="сайт">сайт</button>' in page
    assert "/offer" in page


@pytest.mark.parametrize(
    ("keyboard", "code"),
    [
        ([{"TEXT": "1", "COMMAND": "unknown"}], "KEYBOARD_ERROR"),
        ([{"TEXT": "1"}], "KEYBOARD_ERROR"),
        ([{"TEXT": "1", "LINK": "x", "ACTION": "SEND"}], "KEYBOARD_ERROR"),
        ([{"TEXT": "1", "ACTION": "SHOUT", "ACTION_VALUE": "1"}], "KEYBOARD_ERROR"),
        ([{"TEXT": "1", "ACTION": "SEND"}], "KEYBOARD_ERROR"),
        ([{"text": "1", "ACTION": "SEND", "ACTION_VALUE": "1"}], "KEYBOARD_ERROR"),
        ("{", "KEYBOARD_ERROR"),
        ([{"TEXT": "x" * 31_000, "LINK": "x"}], "KEYBOARD_OVERSIZE"),
    ],
)
def test_a_keyboard_that_would_not_be_shown_is_refused_and_nothing_is_said(
    desk: Desk, keyboard: Any, code: str
) -> None:
    chat = desk.chat()
    call = {"DIALOG_ID": chat["dialog_id"], "MESSAGE": "Варианты", "KEYBOARD": keyboard}

    refused = desk.v1("imbot.message.add", **call)

    assert refused["error"] == code
    said = desk.session.get(f"{desk.url}/_emulator/chats/{chat['chat_id']}/messages").json()
    assert said["messages"] == []


@pytest.mark.parametrize(("dedupes", "messages"), [(False, 2), (True, 1)])
def test_whether_a_repeated_template_id_is_the_same_message_can_be_chosen(
    open_desk: OpenDesk, *, dedupes: bool, messages: int
) -> None:
    desk = open_desk(bot_api=2, dedupes_by_template=dedupes)
    chat = desk.chat()
    fields = {"message": "Да", "templateId": "6f8f2c0e-55a1-4f0b-9a55-3c7d5f3ad0b1"}

    for _ in range(2):
        desk.v2("Chat.Message.send", dialogId=chat["dialog_id"], fields=fields)

    said = desk.session.get(f"{desk.url}/_emulator/chats/{chat['chat_id']}/messages").json()
    assert len(said["messages"]) == messages


def test_a_bot_joins_a_chat_and_a_stranger_cannot_speak_there(open_desk: OpenDesk) -> None:
    desk = open_desk(bot_api=2)
    chat = desk.chat()
    other = {"code": "x", "botToken": "t", "properties": {"name": "Б"}, "eventMode": "fetch"}
    bot_id = desk.call("imbot.v2.Bot.register", fields=other)["result"]["bot"]["id"]

    desk.post(f"chats/{chat['chat_id']}/join")
    refused = desk.call(
        "imbot.v2.Chat.Message.send",
        botId=bot_id,
        botToken="t",
        dialogId=chat["dialog_id"],
        fields={"message": "я тут"},
    )

    assert desk.arrived()["event"] == "ONIMBOTV2JOINCHAT"
    assert refused["error"] == "ACCESS_DENIED"
