"""The event a portal posts about a chat message."""

from collections.abc import Mapping
from typing import Any

from integrations.emulators.bitrix24.bots import BotBook
from integrations.emulators.bitrix24.chats import Attachment, Author, Chat, Message
from integrations.emulators.bitrix24.events import EventV1
from integrations.emulators.brackets import decode, encode
from integrations.emulators.configuration import Portal

_AUTHOR_IDS: Mapping[Author, int] = {"client": 901, "manager": 5, "system": 0, "bot": 39}


def a_chat(deal_id: int = 0) -> Chat:
    return Chat(
        chat_id=101,
        title="Иван - Telegram",
        session_id=501,
        guest_id=901,
        external_id=786792821,
        connector="telegrambot",
        line_id=1,
        operator_id=39,
        started_at=1_770_000_000.0,
        lead_id=3001,
        deal_id=deal_id,
    )


def a_message(
    author: Author = "client", text: str = "нужен 06A115561B", files: tuple[Attachment, ...] = ()
) -> Message:
    return Message(20001, 101, author, _AUTHOR_IDS[author], text, 1_770_000_100.0, files)


def received(message: Message, chat: Chat | None = None) -> Any:
    event = EventV1(
        portal=Portal(),
        bot=BotBook(Portal()).line_bot,
        chat=chat or a_chat(),
        message=message,
        contact_id=77,
        sent_at=1_770_000_101,
    )
    return decode(encode(event.as_values()))


def test_the_envelope_names_the_event_and_proves_the_portal() -> None:
    event = received(a_message())

    assert event["event"] == "ONIMBOTMESSAGEADD"
    assert event["ts"] == "1770000101"
    assert event["auth"]["application_token"] == Portal().application_token
    assert event["auth"]["member_id"] == Portal().member_id


def test_top_level_auth_belongs_to_the_author_and_not_to_the_bot() -> None:
    event = received(a_message())

    assert event["auth"]["user_id"] == "901"
    assert event["data"]["BOT"]["39"]["user_id"] == "39"
    assert event["auth"]["access_token"] != event["data"]["BOT"]["39"]["access_token"]


def test_the_chat_entity_strings_carry_the_lead_session_and_bound_objects() -> None:
    params = received(a_message(), a_chat(deal_id=12))["data"]["PARAMS"]

    assert params["CHAT_ENTITY_ID"] == "telegrambot|1|786792821|901"
    assert params["CHAT_ENTITY_DATA_1"] == "Y|LEAD|3001|N|N|501|1770000000|0|0|0"
    assert params["CHAT_ENTITY_DATA_2"] == "LEAD|3001|COMPANY|0|CONTACT|77|DEAL|12"


def test_a_client_writes_through_the_connector() -> None:
    user = received(a_message("client"))["data"]["USER"]

    assert (user["IS_CONNECTOR"], user["IS_EXTRANET"], user["IS_BOT"]) == ("Y", "Y", "N")


def test_a_manager_writes_from_inside_the_portal() -> None:
    user = received(a_message("manager"))["data"]["USER"]

    assert (user["ID"], user["IS_CONNECTOR"], user["IS_EXTRANET"]) == ("5", "N", "N")


def test_a_system_message_has_no_user() -> None:
    data = received(a_message("system"))["data"]

    assert data["PARAMS"]["SYSTEM"] == "Y"
    assert data["PARAMS"]["FROM_USER_ID"] == "0"
    assert "USER" not in data


def test_files_are_listed_only_when_there_are_some() -> None:
    photo = Attachment("7", "vin.jpg", "image")

    with_photo = received(a_message(files=(photo,)))["data"]["PARAMS"]

    assert with_photo["FILES"] == {"0": {"id": "7", "name": "vin.jpg", "type": "image"}}
    assert "FILES" not in received(a_message())["data"]["PARAMS"]


def test_the_same_arguments_build_the_same_body() -> None:
    assert received(a_message()) == received(a_message())
