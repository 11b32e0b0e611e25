"""Every chat event of both API versions, as the documentation shows them, in one message model."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RequestInvalid
from engine.messages import Attachment, Author, IncomingMessage
from integrations.bitrix24.event_kinds import BOT_GONE_EVENTS, CHAT_EVENTS, LEAD_EVENT
from integrations.bitrix24.events import (
    Event,
    event_key,
    parse_event,
    place_in_chat,
    to_incoming_message,
)
from tests.unit.integrations.bitrix24.test_events import a_portal

FORM = "application/x-www-form-urlencoded"
AUTH = {"member_id": "m1", "application_token": "canary-token"}
PARAMS: Mapping[str, Any] = {
    "MESSAGE": "нужен 06A115561B",
    "MESSAGE_ID": "20001",
    "MESSAGE_TYPE": "L",
    "CHAT_TYPE": "L",
    "FROM_USER_ID": "901",
    "AUTHOR_ID": "901",
    "DIALOG_ID": "chat101",
    "CHAT_ID": "101",
    "CHAT_ENTITY_TYPE": "LINES",
    "CHAT_ENTITY_ID": "telegrambot|1|786792821|901",
    "CHAT_ENTITY_DATA_1": "Y|LEAD|3001|N|N|501|1770000000|0|0|0",
    "CHAT_ENTITY_DATA_2": "LEAD|3001|COMPANY|0|CONTACT|0|DEAL|0",
}
V2_MESSAGE: Mapping[str, Any] = {
    "id": "20001",
    "chatId": "101",
    "authorId": "901",
    "text": "нужен 06A115561B",
    "isSystem": "0",
}
V2_CHAT: Mapping[str, Any] = {
    "id": "101",
    "dialogId": "chat101",
    "entityType": "LINES",
    "entityId": "telegrambot|1|786792821|901",
    "entityData1": "Y|LEAD|3001|N|N|501|1770000000|0|0|0",
    "entityData2": "LEAD|3001|COMPANY|0|CONTACT|0|DEAL|0",
}
V2_GUEST: Mapping[str, Any] = {"id": "901", "bot": "0", "connector": "1"}


def v1(name: str, *, command: Any = None, user: Any = None, ts: int = 1, **params: Any) -> Event:
    data = {"BOT": {"39": {"BOT_ID": "39"}}, "PARAMS": {**PARAMS, **params}, "USER": user or {}}
    if command is not None:
        data["COMMAND"] = {command["COMMAND_ID"]: command}
    return read({"event": name, "ts": str(ts), "auth": AUTH, "data": data})


def v2(name: str, ts: int = 1, **data: Any) -> Event:
    whole = {"bot": {"id": "39", "code": "cortex"}, "chat": V2_CHAT, "user": V2_GUEST, **data}
    return read({"event": name, "ts": str(ts), "auth": AUTH, "data": whole})


def read(document: Mapping[str, Any]) -> Event:
    return parse_event(urlencode(list(_pairs("", document))).encode(), FORM)


def _pairs(path: str, value: Any) -> Any:
    if not isinstance(value, Mapping):
        yield path, value
        return
    for name, inner in value.items():
        yield from _pairs(f"{path}[{name}]" if path else name, inner)


def heard(event: Event) -> IncomingMessage | None:
    return to_incoming_message(event, a_portal())


V1_GUEST = {"ID": "901", "IS_CONNECTOR": "Y", "IS_BOT": "N"}
V1_MANAGER = {"ID": "5", "IS_CONNECTOR": "N", "IS_BOT": "N"}


@pytest.mark.parametrize(
    "event",
    [
        v1("ONIMBOTMESSAGEADD", user=V1_GUEST),
        v2("ONIMBOTV2MESSAGEADD", message=V2_MESSAGE),
    ],
    ids=["v1", "v2"],
)
def test_both_versions_tell_the_same_message(event: Event) -> None:
    incoming = heard(event)

    assert incoming is not None
    assert (incoming.message.text, incoming.message.author) == ("нужен 06A115561B", "client")
    assert (incoming.dialog_id, incoming.chat_id, incoming.message_id) == ("chat101", 101, 20001)
    assert (incoming.lead_id, incoming.deal_id, incoming.change) == (3001, None, "written")


@pytest.mark.parametrize(
    "event",
    [
        v1("ONIMBOTMESSAGEUPDATE", user=V1_GUEST, MESSAGE="нужен 1K0698151"),
        v1("ONIMBOTMESSAGEUPDATE", MESSAGE="нужен 1K0698151"),
        v2("ONIMBOTV2MESSAGEUPDATE", message={**V2_MESSAGE, "text": "нужен 1K0698151"}),
    ],
    ids=["v1", "v1 without a user", "v2"],
)
def test_a_clients_edit_is_the_same_message_with_new_words(event: Event) -> None:
    incoming = heard(event)

    assert incoming is not None
    assert (incoming.change, incoming.message_id) == ("edited", 20001)
    assert incoming.message.text == "нужен 1K0698151"


@pytest.mark.parametrize(
    "event",
    [
        v1("ONIMBOTMESSAGEUPDATE", user=V1_MANAGER, FROM_USER_ID="5", AUTHOR_ID="5"),
        v1("ONIMBOTMESSAGEUPDATE", FROM_USER_ID="5", AUTHOR_ID="5"),
        v1("ONIMBOTMESSAGEUPDATE", FROM_USER_ID="39", AUTHOR_ID="39"),
        v2("ONIMBOTV2MESSAGEUPDATE", message={**V2_MESSAGE, "authorId": "39"}, user={}),
        v2("ONIMBOTV2MESSAGEUPDATE", message={**V2_MESSAGE, "authorId": "5"}, user={}),
        v1("ONIMBOTMESSAGEDELETE", FROM_USER_ID="39", AUTHOR_ID="39"),
    ],
)
def test_what_others_edit_and_the_bot_deletes_is_no_work(event: Event) -> None:
    assert heard(event) is None


@pytest.mark.parametrize(
    "event",
    [
        v1("ONIMBOTMESSAGEDELETE", MESSAGE="Сообщение удалено", ID="20001"),
        v2("ONIMBOTV2MESSAGEDELETE", messageId="20001"),
        v2("ONIMBOTV2MESSAGEDELETE", messageId="20001", user={"id": "5", "connector": "0"}),
    ],
)
def test_a_deletion_names_its_message_and_says_nothing(event: Event) -> None:
    incoming = heard(event)

    assert incoming is not None
    assert (incoming.change, incoming.message_id, incoming.message.text) == ("deleted", 20001, "")


COMMAND = {
    "COMMAND": "offer",
    "COMMAND_ID": "14",
    "COMMAND_PARAMS": "3",
    "COMMAND_CONTEXT": "KEYBOARD",
    "MESSAGE_ID": "20001",
}
V2_COMMAND = {"id": "14", "command": "/offer", "params": "3", "context": "keyboard"}


@pytest.mark.parametrize(
    "event",
    [
        v1("ONIMCOMMANDADD", command=COMMAND, user={"ID": "901"}, MESSAGE="/offer 3"),
        v2("ONIMBOTV2COMMANDADD", command=V2_COMMAND, message={**V2_MESSAGE, "authorId": "901"}),
    ],
    ids=["v1", "v2"],
)
def test_a_pressed_button_is_the_words_behind_it_said_by_the_client(event: Event) -> None:
    incoming = heard(event)

    assert incoming is not None
    assert (incoming.message.text, incoming.message.author) == ("3", "client")
    assert incoming.change == "written"


def test_a_button_pressed_by_a_manager_is_no_work() -> None:
    assert heard(v1("ONIMCOMMANDADD", command=COMMAND, user={"ID": "5"}, FROM_USER_ID="5")) is None


def test_a_typed_command_is_known_as_the_message_it_was_typed_in() -> None:
    typed = v1("ONIMCOMMANDADD", command={**COMMAND, "COMMAND_CONTEXT": "TEXTAREA"})

    assert typed.message is not None
    assert typed.message.message.text == PARAMS["MESSAGE"]
    assert event_key(typed) == event_key(v1("ONIMBOTMESSAGEADD", user=V1_GUEST))


@pytest.mark.parametrize(
    ("event", "place"),
    [
        (v1("ONIMBOTMESSAGEADD", user=V1_GUEST), 20001),
        (v1("ONIMBOTMESSAGEADD", user=V1_MANAGER, FROM_USER_ID="5"), 20001),
        (v2("ONIMBOTV2MESSAGEADD", message=V2_MESSAGE), 20001),
        (v1("ONIMCOMMANDADD", command={**COMMAND, "COMMAND_CONTEXT": "TEXTAREA"}), 20001),
        # The number is that of the bot's message, or of one written long ago.
        (v1("ONIMCOMMANDADD", command=COMMAND), 0),
        (v1("ONIMBOTMESSAGEUPDATE", MESSAGE="нужен 1K0698151"), 0),
        (v1("ONIMBOTMESSAGEDELETE"), 0),
    ],
)
def test_only_what_was_written_now_has_its_place_by_its_number(event: Event, place: int) -> None:
    assert place_in_chat(event) == place


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (v1("ONIMBOTMESSAGEUPDATE", ts=1), v1("ONIMBOTMESSAGEUPDATE", ts=9), True),
        (v1("ONIMBOTMESSAGEUPDATE"), v1("ONIMBOTMESSAGEUPDATE", MESSAGE="x"), False),
        (v1("ONIMBOTMESSAGEUPDATE"), v1("ONIMBOTMESSAGEADD", user=V1_GUEST), False),
        (v1("ONIMBOTMESSAGEDELETE"), v1("ONIMBOTMESSAGEDELETE", MESSAGE="x"), True),
        (v1("ONIMCOMMANDADD", command=COMMAND), v1("ONIMCOMMANDADD", command=COMMAND), True),
        (v1("ONIMCOMMANDADD", command=COMMAND), v1("ONIMCOMMANDADD", command=COMMAND, ts=2), False),
        (
            v1("ONIMCOMMANDADD", command=COMMAND),
            v1("ONIMCOMMANDADD", command={**COMMAND, "COMMAND_PARAMS": "2"}),
            False,
        ),
    ],
)
def test_when_two_events_about_a_message_are_one(
    first: Event, second: Event, *, same: bool
) -> None:
    assert (event_key(first) == event_key(second)) is same


@pytest.mark.parametrize(
    ("data", "attachments"),
    [
        ({"files": {"0": {"name": "vin.jpg", "type": "image"}}}, [Attachment("image", "vin.jpg")]),
        ({"files": {"0": {"extension": "ogg", "type": "file"}}}, [Attachment("voice", "")]),
        ({}, [Attachment("document", "")]),
    ],
)
def test_files_of_version_two_are_read_where_described_and_else_counted(
    data: Mapping[str, Any], attachments: list[Attachment]
) -> None:
    message = {**V2_MESSAGE, "params": {"FILE_ID": {"0": "77"}}}

    event = v2("ONIMBOTV2MESSAGEADD", message={**message, **data})

    assert event.message is not None
    assert list(event.message.message.attachments) == attachments


def test_the_guest_is_the_client_also_where_the_user_is_not_described() -> None:
    event = v1("ONIMBOTMESSAGEADD", user={})

    assert event.message is not None
    assert event.message.message.author is Author.CLIENT


def test_an_id_too_long_for_a_number_is_none() -> None:
    event = v1("ONIMBOTMESSAGEADD", user=V1_GUEST, CHAT_ENTITY_DATA_1="Y|LEAD|" + "9" * 30)

    assert event.message is not None
    assert event.message.lead_id == 3001


NAMES = st.sampled_from([*CHAT_EVENTS, LEAD_EVENT, *BOT_GONE_EVENTS, "ONIMBOTJOINCHAT", "x"])
KEYS = st.sampled_from(
    [
        "PARAMS", "USER", "BOT", "COMMAND", "FIELDS", "FILES", "MESSAGE", "MESSAGE_ID", "ID",
        "CHAT_ID", "DIALOG_ID", "CHAT_ENTITY_ID", "CHAT_ENTITY_DATA_1", "COMMAND_ID", "39", "0",
        "message", "chat", "user", "bot", "command", "id", "chatId", "text", "params", "context",
        "messageId", "files", "FILE_ID", "name", "forward",
    ]
)  # fmt: skip
VALUES = st.sampled_from(["", "0", "1", "20001", "chat101", "L", "Y", "x|y|z|1"]) | st.text(
    max_size=6
)
DATA = st.recursive(VALUES, lambda inner: st.dictionaries(KEYS, inner, max_size=5), max_leaves=14)


@given(name=NAMES, data=DATA, auth=st.just(AUTH) | DATA)
def test_any_body_is_an_event_or_a_coded_refusal(name: str, data: Any, auth: Any) -> None:
    body = orjson.dumps({"event": name, "auth": auth, "data": data})

    with suppress(RequestInvalid):
        event = parse_event(body, "application/json")
        heard(event)
        assert event_key(event)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_event_or_a_coded_refusal(body: bytes) -> None:
    with suppress(RequestInvalid):
        parse_event(body, FORM)
