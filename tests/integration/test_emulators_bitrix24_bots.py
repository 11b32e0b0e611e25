"""Bots of the emulated portal: registered once per code, changed only as documented."""

from typing import Any

import pytest

from tests.integration.emulated_desk import Desk, OpenDesk


def test_registering_a_bot_again_gives_the_same_bot_in_both_versions(desk: Desk) -> None:
    v1 = {"CODE": "old", "EVENT_HANDLER": "https://x/", "PROPERTIES": {"NAME": "Бот"}}
    v2 = {
        "code": "new",
        "botToken": "t",
        "properties": {"name": "Бот"},
        "type": "openline",
        "eventMode": "fetch",
    }

    old = [desk.call("imbot.register", CLIENT_ID="c", **v1)["result"] for _ in range(2)]
    new = [desk.call("imbot.v2.Bot.register", fields=v2)["result"]["bot"]["id"] for _ in range(2)]

    assert (len(set(old)), len(set(new))) == (1, 1)
    assert old[0] != new[0]
    taken = desk.call("imbot.v2.Bot.register", fields={**v2, "botToken": "other"})
    assert taken["error"] == "BOT_CODE_ALREADY_TAKEN"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "BOT_TOKEN_NOT_SPECIFIED"),
        ({"botToken": "t" * 41}, "BOT_TOKEN_TOO_LONG"),
        ({"botToken": "t"}, "BOT_CODE_REQUIRED"),
        ({"botToken": "t", "code": "a"}, "BOT_PROPERTIES_REQUIRED"),
        ({"type": "x"}, "BOT_INVALID_TYPE"),
        ({"eventMode": "x"}, "BOT_INVALID_EVENT_MODE"),
        ({"eventMode": "webhook"}, "BOT_WEBHOOK_URL_REQUIRED"),
    ],
)
def test_a_registration_of_version_two_is_checked(desk: Desk, fields: Any, code: str) -> None:
    whole = {"botToken": "t", "code": "a", "properties": {"name": "Бот"}}
    given = {**whole, **fields} if {"type", "eventMode"} & fields.keys() else fields

    assert desk.call("imbot.v2.Bot.register", fields=given)["error"] == code


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("Chat.Message.send", {"botId": 39}, "BOT_TOKEN_NOT_SPECIFIED"),
        ("Chat.Message.send", {"botToken": "t"}, "BOT_ID_REQUIRED"),
        ("Chat.Message.send", {"botId": 77, "botToken": "t"}, "BOT_NOT_FOUND"),
        ("Event.get", {"botId": 39, "botToken": "t"}, "BOT_OWNERSHIP_ERROR"),
    ],
)
def test_a_call_of_version_two_needs_the_bots_own_token(
    desk: Desk, method: str, params: Any, code: str
) -> None:
    assert desk.call(f"imbot.v2.{method}", **params)["error"] == code


@pytest.mark.parametrize("version", [1, 2])
def test_a_bot_whose_address_is_changed_hears_there_and_only_there(
    open_desk: OpenDesk, version: int
) -> None:
    desk = open_desk(bot_api=version)
    chat, there = desk.chat(), f"{desk.webhook_url}/there"
    desk.say(chat, "раз")
    if version == 1:
        changed = desk.v1("imbot.update", FIELDS={"EVENT_HANDLER": there})["result"]
    else:
        changed = desk.v2("Bot.update", fields={"webhookUrl": there})["result"]["bot"]["id"] == 39

    desk.say(chat, "два")

    assert changed is True
    assert desk.receiver.paths == ["/bitrix/events", "/there"]


def test_an_address_off_this_machine_is_kept_and_never_called(desk: Desk) -> None:
    desk.v1("imbot.update", FIELDS={"EVENT_HANDLER": "https://cortex.shop.example/bitrix/events"})

    told = desk.post(f"chats/{desk.chat()['chat_id']}/say", text="раз")

    assert (told["webhook_status"], told["sent"]) == (None, 0)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"FIELDS": {}}, "WRONG_REQUEST"),
        ({"FIELDS": []}, "WRONG_REQUEST"),
        ({"FIELDS": {"TYPE": "B"}}, "WRONG_REQUEST"),
        ({"FIELDS": {"CODE": "x"}, "BOT_ID": 77}, "BOT_ID_ERROR"),
        ({"FIELDS": {"CODE": "x"}, "CLIENT_ID": "other"}, "APP_ID_ERROR"),
    ],
)
def test_a_change_of_a_bot_of_version_one_is_checked(desk: Desk, params: Any, code: str) -> None:
    given = {"BOT_ID": 39, "CLIENT_ID": desk.portal.client_id, **params}

    assert desk.call("imbot.update", **given)["error"] == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"eventMode": "webhook"}, "BOT_WEBHOOK_URL_REQUIRED"),
        ({"eventMode": "x"}, "BOT_INVALID_EVENT_MODE"),
    ],
)
def test_a_change_of_a_bot_of_version_two_is_checked(
    open_desk: OpenDesk, fields: Any, code: str
) -> None:
    desk = open_desk(bot_api=2, bot_event_mode="fetch")

    assert desk.v2("Bot.update", fields=fields)["error"] == code
