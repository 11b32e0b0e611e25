"""Events: which are worth work, whose they are, and when they are the same."""

from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RequestInvalid
from engine.messages import dialog_key
from engine.ports.lead_dialogs import DialogAddress
from integrations.bitrix24.events import (
    Event,
    event_key,
    parse_event,
    reject_expired,
    to_incoming_message,
    to_lead_updated,
    verify_token,
)
from integrations.bitrix24.portal import Portal
from integrations.secret import Secret

NOW = 1_795_420_000.0
MESSAGE = {
    "event": "ONIMBOTMESSAGEADD",
    "ts": "1795420000",
    "auth[member_id]": "m1",
    "auth[domain]": "evil.example",
    "auth[client_endpoint]": "http://169.254.169.254/rest/",
    "auth[application_token]": "canary-token",
    "data[BOT][39][BOT_ID]": "39",
    "data[PARAMS][MESSAGE]": "нужен 06A115561B",
    "data[PARAMS][MESSAGE_ID]": "20001",
    "data[PARAMS][DIALOG_ID]": "chat101",
    "data[PARAMS][CHAT_ID]": "101",
    "data[PARAMS][FROM_USER_ID]": "901",
    "data[PARAMS][CHAT_ENTITY_TYPE]": "LINES",
    "data[USER][IS_CONNECTOR]": "Y",
}


def an_event(**fields: str) -> Event:
    return parse_form_event(dict(MESSAGE, **fields))


def parse_form_event(fields: dict[str, str]) -> Event:
    body = "&".join(f"{key}={value}" for key, value in fields.items())
    return parse_event(body.encode(), "application/x-www-form-urlencoded; charset=UTF-8")


def a_portal(*, token: str = MESSAGE["auth[application_token]"]) -> Portal:
    return Portal(
        member_id="m1",
        domain="demo.bitrix24.ru",
        rest_url=Secret("https://demo.bitrix24.ru/rest/1/code/"),
        bot_id=39,
        client_id=Secret("client"),
        application_token=Secret(token),
    )


def code_of(fields: dict[str, str]) -> str:
    with pytest.raises(RequestInvalid) as caught:
        parse_form_event(fields)
    return caught.value.code


def test_a_message_is_placed_in_the_configured_portal_whatever_the_event_says() -> None:
    incoming = to_incoming_message(an_event(), a_portal())

    assert incoming is not None
    assert incoming.dialog == "demo.bitrix24.ru|chat101"
    assert incoming.member_id == "m1"
    assert (incoming.chat_id, incoming.message_id) == (101, 20001)
    assert incoming.message.text == "нужен 06A115561B"


LEAD_CHANGED = {
    "event": "ONCRMLEADUPDATE",
    "ts": "1795420000",
    "auth[member_id]": "m1",
    "auth[application_token]": "canary-token",
    "data[FIELDS][ID]": "3001",
}
ADDRESS = DialogAddress(dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7"), "chat7", 7)


def test_a_changed_lead_is_placed_in_its_own_dialog_with_nothing_said() -> None:
    incoming = to_lead_updated(parse_form_event(LEAD_CHANGED), a_portal(), ADDRESS)

    assert (incoming.dialog, incoming.chat_id, incoming.lead_id) == (ADDRESS.dialog, 7, 3001)
    assert (incoming.message.text, incoming.message.author) == ("", "system")
    assert incoming.message.happening == "lead_updated"


@pytest.mark.parametrize("lead_id", ["", "0", "-1", "3001%0A", "1" * 19, "3001.5"])
def test_a_changed_lead_without_a_usable_id_is_invalid(lead_id: str) -> None:
    assert code_of({**LEAD_CHANGED, "data[FIELDS][ID]": lead_id}) == "EVENT_INVALID"


def test_changes_of_a_lead_have_no_key_as_two_within_a_second_read_alike() -> None:
    assert event_key(parse_form_event(LEAD_CHANGED)) == ""


@pytest.mark.parametrize(
    "name",
    ["ONIMBOTJOINCHAT", "ONIMBOTDELETE", "ONIMBOTV2JOINCHAT", "ONIMBOTV2REACTIONCHANGE"],
)
def test_events_without_work_carry_no_message(name: str) -> None:
    event = parse_form_event({"event": name, "auth[member_id]": "m1"})

    assert to_incoming_message(event, a_portal()) is None


def test_event_names_are_read_in_any_case() -> None:
    assert an_event(event="onImBotMessageAdd").name == "ONIMBOTMESSAGEADD"


def test_an_event_of_another_kind_is_understood_as_no_work() -> None:
    event = parse_form_event(dict(MESSAGE, event="ONTASKADD"))

    assert event.message is None


@pytest.mark.parametrize("missing", ["event", "auth[member_id]", "data[PARAMS][MESSAGE_ID]"])
def test_an_event_without_a_needed_part_is_invalid(missing: str) -> None:
    assert code_of({key: value for key, value in MESSAGE.items() if key != missing}) == (
        "EVENT_INVALID"
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("data[PARAMS][DIALOG_ID]", "chat{1}"),
        ("data[PARAMS][DIALOG_ID]", "chat1|2"),
        ("data[PARAMS][DIALOG_ID]", "chat1%0A"),
        ("data[PARAMS][DIALOG_ID]", "chat0"),
        ("data[PARAMS][DIALOG_ID]", "chat" + "1" * 10_000),
        ("data[PARAMS][MESSAGE_ID]", "20001%0A"),
        ("data[PARAMS][MESSAGE_ID]", "-1"),
        ("data[PARAMS][MESSAGE]", "я" * 40_001),
        ("auth[member_id]", "m1:x"),
        ("auth[member_id]", "m" * 65),
        ("ts", "soon"),
        ("data[PARAMS][CHAT_ENTITY_DATA_1]", "LEAD|" * 200),
    ],
)
def test_a_part_of_another_form_is_invalid_and_named(key: str, value: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        parse_form_event(dict(MESSAGE, **{key: value}))

    assert caught.value.code == "EVENT_INVALID"
    assert [fault.code for fault in caught.value.faults] == ["FIELD_INVALID"]


def test_a_needed_part_that_is_an_array_is_invalid() -> None:
    fields = dict(MESSAGE)
    fields["data[PARAMS][DIALOG_ID][]"] = fields.pop("data[PARAMS][DIALOG_ID]")

    assert code_of(fields) == "EVENT_INVALID"


def test_a_missing_dialog_id_is_made_from_the_chat_id() -> None:
    fields = {key: value for key, value in MESSAGE.items() if "DIALOG_ID" not in key}

    event = parse_form_event(fields)

    assert event.message is not None
    assert event.message.dialog_id == "chat101"


def test_a_bot_of_api_version_two_is_understood() -> None:
    document = {
        "event": "ONIMBOTV2MESSAGEADD",
        "auth": {"member_id": "m1", "application_token": "canary-token"},
        "data": {
            "bot": {"id": 39},
            "message": {"id": 20002, "chatId": 101, "authorId": 901, "text": "привет"},
            "chat": {"id": 101, "dialogId": "chat101", "entityType": "LINES"},
            "user": {"bot": False, "connector": True},
        },
    }

    event = parse_event(orjson.dumps(document), "application/json")

    incoming = to_incoming_message(event, a_portal())
    assert incoming is not None
    assert (incoming.message.text, incoming.message.author) == ("привет", "client")
    assert event_key(event) == "m1:ONIMBOTV2MESSAGEADD:39:20002"


def test_the_same_message_sent_again_has_the_same_key() -> None:
    first = an_event()
    again = an_event(ts="1795420100", event_handler_id="77")

    assert event_key(first) == event_key(again) == "m1:ONIMBOTMESSAGEADD:39:20001"


@pytest.mark.parametrize(
    "other",
    [
        {"auth[member_id]": "m2"},
        {"data[PARAMS][MESSAGE_ID]": "20002"},
        {"event": "ONIMBOTMESSAGEDELETE"},
    ],
)
def test_another_message_portal_or_event_has_another_key(other: dict[str, str]) -> None:
    assert event_key(an_event(**other)) != event_key(an_event())


def test_the_portals_own_token_is_accepted() -> None:
    assert verify_token(a_portal(), an_event())


@pytest.mark.parametrize("token", ["", "wrong", "canary-toke", "токен", "%00", "canary-token%20"])
def test_any_other_token_is_not(token: str) -> None:
    event = an_event(**{"auth[application_token]": token})

    assert not verify_token(a_portal(), event)


def test_a_token_given_as_an_array_is_wrong_and_not_an_error() -> None:
    fields = {key: value for key, value in MESSAGE.items() if "token" not in key}

    event = parse_form_event({**fields, "auth[application_token][]": "canary-token"})

    assert not verify_token(a_portal(), event)


@given(st.text(max_size=40))
def test_a_stranger_is_never_believed(token: str) -> None:
    event = replace(an_event(), application_token=Secret(token))

    assert not verify_token(None, event)


def test_the_stand_in_compared_for_strangers_opens_nothing() -> None:
    event = replace(an_event(), application_token=Secret("0" * 32))

    assert not verify_token(None, event)


def test_a_portal_without_a_token_believes_nobody() -> None:
    event = an_event(**{"auth[application_token]": ""})

    assert not verify_token(a_portal(token=""), event)


def test_an_event_of_a_day_ago_is_expired() -> None:
    reject_expired(an_event().sent_at, now=NOW + 24 * 3600)

    with pytest.raises(RequestInvalid) as caught:
        reject_expired(an_event().sent_at, now=NOW + 24 * 3600 + 1)

    assert caught.value.code == "EVENT_EXPIRED"


def test_an_event_without_a_time_is_not_expired() -> None:
    fields = {key: value for key, value in MESSAGE.items() if key != "ts"}
    long_after = NOW + 30 * 24 * 3600

    def expired(event: Event) -> bool:
        try:
            reject_expired(event.sent_at, now=long_after)
        except RequestInvalid:
            return True
        return False

    assert expired(an_event())
    assert not expired(parse_form_event(fields))


def test_an_event_never_prints_its_token() -> None:
    assert "canary-token" not in repr(an_event())
