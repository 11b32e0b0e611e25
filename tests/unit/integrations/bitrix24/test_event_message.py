"""The message inside an event: author, attachments, lead and deal."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.messages import Attachment, Author
from integrations.bitrix24.event_body import Tree
from integrations.bitrix24.event_kinds import EventKind
from integrations.bitrix24.event_message import ChatMessage, chat_message


def a_tree(*, user: Tree | None = None, **params: Any) -> Tree:
    defaults: Tree = {
        "MESSAGE": "привет",
        "MESSAGE_ID": "5",
        "DIALOG_ID": "chat7",
        "CHAT_ID": "7",
        "FROM_USER_ID": "901",
        "CHAT_ENTITY_TYPE": "LINES",
    }
    client: Tree = {"IS_CONNECTOR": "Y", "IS_BOT": "N"}
    return {"data": {"PARAMS": {**defaults, **params}, "USER": client if user is None else user}}


def read(tree: Tree) -> ChatMessage:
    return chat_message(tree, EventKind("written", 1), bot_id="39")


@pytest.mark.parametrize(
    ("user", "params", "author"),
    [
        ({"IS_CONNECTOR": "Y"}, {}, Author.CLIENT),
        ({"IS_CONNECTOR": "N"}, {}, Author.MANAGER),
        ({}, {}, Author.MANAGER),
        ({"IS_CONNECTOR": "Y", "IS_BOT": "Y"}, {}, Author.BOT),
        ({"IS_CONNECTOR": "Y"}, {"SYSTEM": "Y"}, Author.SYSTEM),
        ({"IS_BOT": "Y"}, {"SYSTEM": "true"}, Author.SYSTEM),
        ({}, {"FROM_USER_ID": "0"}, Author.SYSTEM),
        ({"IS_CONNECTOR": "N"}, {"CHAT_ENTITY_TYPE": "", "MESSAGE_TYPE": "P"}, Author.CLIENT),
        ({"IS_CONNECTOR": "N"}, {"CHAT_ENTITY_TYPE": "", "MESSAGE_TYPE": "L"}, Author.MANAGER),
    ],
)
def test_who_wrote_follows_from_the_flags(
    user: Tree, params: dict[str, str], author: Author
) -> None:
    assert read(a_tree(user=user, **params)).message.author is author


@pytest.mark.parametrize(
    ("first", "second", "lead_id", "deal_id"),
    [
        ("Y|LEAD|55|N|N|501|1770000000|0|0|0", "LEAD|55|COMPANY|0|CONTACT|0|DEAL|0", 55, None),
        ("Y|DEAL|3|N|N|3|1678008993|0|0|0", "LEAD|0|COMPANY|0|CONTACT|3|DEAL|3", None, 3),
        ("N|NONE|0|N|N|0", "LEAD|77|COMPANY|0|CONTACT|0|DEAL|0", 77, None),
        ("", "", None, None),
        ("LEAD|", "LEAD|-5|DEAL|x", None, None),
        ("LEAD|LEAD|4", "", 4, None),
        ("MISLEAD|9", "PLEAD|8", None, None),
    ],
)
def test_lead_and_deal_are_read_as_pairs(
    first: str, second: str, lead_id: int | None, deal_id: int | None
) -> None:
    tree = a_tree(CHAT_ENTITY_DATA_1=first, CHAT_ENTITY_DATA_2=second)

    found = read(tree)

    assert (found.lead_id, found.deal_id) == (lead_id, deal_id)


@pytest.mark.parametrize(
    ("file", "attachment"),
    [
        ({"name": "vin.JPG", "type": "image"}, Attachment("image", "vin.JPG")),
        ({"name": "vin.jpeg", "type": "file"}, Attachment("image", "vin.jpeg")),
        ({"name": "голос.ogg", "type": "audio"}, Attachment("voice", "голос.ogg")),
        ({"name": "voice.opus"}, Attachment("voice", "voice.opus")),
        ({"name": "ролик.mp4", "type": "video"}, Attachment("video", "ролик.mp4")),
        ({"name": "ПТС.pdf", "type": "file"}, Attachment("document", "ПТС.pdf")),
        ({"id": "9"}, Attachment("document", "")),
        ("9", Attachment("document", "")),
    ],
)
def test_a_file_is_known_by_its_type_and_else_by_its_name(
    file: Any, attachment: Attachment
) -> None:
    assert read(a_tree(FILES={"0": file})).message.attachments == (attachment,)


@pytest.mark.parametrize(
    ("forward", "forwarded"),
    [("Y", True), ("1", True), ({"id": "4"}, True), ("", False), ("N", False), ("0", False)],
)
def test_a_forwarded_message_is_marked(forward: Any, forwarded: bool) -> None:  # noqa: FBT001 - a table
    assert read(a_tree(FORWARD=forward)).message.forwarded is forwarded


def test_the_text_before_edits_is_ignored() -> None:
    tree = a_tree(MESSAGE=" новый текст ", MESSAGE_ORIGINAL="старый текст")

    assert read(tree).message.text == "новый текст"


def test_lower_case_params_are_read_too() -> None:
    data = a_tree()["data"]
    assert isinstance(data, dict)
    tree: Tree = {"data": {"params": data["PARAMS"], "USER": data["USER"]}}

    assert read(tree).message.text == "привет"


@given(st.text(max_size=80))
def test_no_text_in_the_crm_fields_breaks_the_reading(text: str) -> None:
    found = read(a_tree(CHAT_ENTITY_DATA_1=text))

    assert found.lead_id is None or found.lead_id > 0
