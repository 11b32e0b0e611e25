"""Messages as documents of the inbox, and keys of dialogs."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.messages import (
    Attachment,
    Author,
    DialogKey,
    DocumentInvalid,
    IncomingMessage,
    Message,
    decode_incoming,
    dialog_key,
    encode_incoming,
    marked_late,
)
from engine.order_effects import OrderContents
from engine.session import Contact, ProductRow

IDS = st.integers(0, 10**18 - 1)
MESSAGES = st.builds(
    Message,
    text=st.text(max_size=60),
    author=st.sampled_from(Author),
    attachments=st.lists(
        st.builds(
            Attachment,
            kind=st.sampled_from(["image", "voice", "video", "document"]),
            name=st.text(max_size=9),
        ),
        max_size=3,
    ).map(tuple),
    forwarded=st.booleans(),
    happening=st.sampled_from(["none", "lead_updated", "order_placed", "order_failed"]),
    order_number=st.none() | st.text(max_size=9),
    order=st.none()
    | st.builds(
        OrderContents,
        rows=st.lists(
            st.builds(ProductRow, st.text(max_size=9), st.text(max_size=5), st.integers(1, 99)),
            max_size=2,
        ).map(tuple),
        contact=st.builds(Contact, last_name=st.none() | st.text(max_size=9)),
        address=st.none() | st.text(max_size=9),
        missing=st.just(()) | st.just((ProductRow("VAG 1", "10", 2),)),
    ),
)
INCOMING = st.builds(
    IncomingMessage,
    member_id=st.text(max_size=32),
    dialog=st.text(max_size=40).map(DialogKey),
    dialog_id=st.text(max_size=20),
    chat_id=IDS,
    message_id=IDS,
    message=MESSAGES,
    lead_id=st.none() | IDS,
    deal_id=st.none() | IDS,
    change=st.sampled_from(["written", "edited", "deleted"]),
    late=st.booleans(),
)


def a_document(**changes: Any) -> dict[str, Any]:
    dialog = dialog_key(domain="demo.bitrix24.ru", dialog_id="chat7")
    incoming = IncomingMessage("m1", dialog, "chat7", 7, 5, Message("привет"))
    return {**orjson.loads(encode_incoming(incoming)), **changes}


@given(INCOMING)
def test_a_message_read_back_is_the_message_that_was_written(incoming: IncomingMessage) -> None:
    assert decode_incoming(encode_incoming(incoming)) == incoming


@given(INCOMING)
def test_a_message_marked_late_is_the_same_message(incoming: IncomingMessage) -> None:
    late = decode_incoming(marked_late(encode_incoming(incoming)))

    assert late == replace(incoming, late=True)


def test_what_says_nothing_is_not_written_so_that_earlier_versions_read_it() -> None:
    assert {"change", "late"} & a_document().keys() == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"late": 1},
        {"late": "true"},
        {"v": 2},
        {"v": True},
        {"v": "1"},
        {"extra": 1},
        {"chat_id": "7"},
        {"message_id": None},
        {"chat_id": True},
        {"lead_id": "55"},
        {"message": "привет"},
        {"message": {"text": "привет"}},
        {"message": {"text": "", "author": "robot", "attachments": [], "forwarded": False}},
        {"message": {"text": "", "author": "client", "attachments": [{}], "forwarded": False}},
        {
            "message": {
                "text": "",
                "author": "client",
                "attachments": [["image", ""]],
                "forwarded": False,
            }
        },
        {
            "message": {
                "text": "",
                "author": "client",
                "attachments": [{"kind": "gif", "name": ""}],
                "forwarded": False,
            }
        },
    ],
)
def test_a_document_this_version_did_not_write_is_refused(changes: dict[str, Any]) -> None:
    document = orjson.dumps(a_document(**changes)).decode()

    with pytest.raises(DocumentInvalid) as caught:
        decode_incoming(document)

    assert caught.value.code == "MESSAGE_DOCUMENT_INVALID"


def test_what_a_person_wrote_is_a_document_that_the_version_before_reads_too() -> None:
    assert a_document()["message"].keys() == {"text", "author", "attachments", "forwarded"}


def test_what_happened_outside_the_chat_is_read_back() -> None:
    said = {"text": "", "author": "system", "attachments": [], "forwarded": False}
    placed = {**said, "happening": "order_placed", "order_number": "123456"}
    document = orjson.dumps(a_document(message=placed)).decode()

    message = decode_incoming(document).message

    assert (message.happening, message.order_number) == ("order_placed", "123456")


@pytest.mark.parametrize("change", [{"happening": "sunrise"}, {"order_number": 5}])
def test_a_happening_nobody_knows_is_refused(change: dict[str, Any]) -> None:
    document = a_document()
    document["message"] |= change

    with pytest.raises(DocumentInvalid):
        decode_incoming(orjson.dumps(document).decode())


@pytest.mark.parametrize("missing", ["v", "member_id", "dialog", "message", "deal_id"])
def test_a_document_with_a_part_missing_is_refused(missing: str) -> None:
    document = a_document()
    del document[missing]

    with pytest.raises(DocumentInvalid):
        decode_incoming(orjson.dumps(document).decode())


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    with pytest.raises(DocumentInvalid):
        decode_incoming(text)


def test_the_error_does_not_repeat_what_the_client_wrote() -> None:
    with pytest.raises(DocumentInvalid) as caught:
        decode_incoming('{"text": "canary +79031234567"')

    assert "canary" not in f"{caught.value!r}"
    assert caught.value.__context__ is None


@pytest.mark.parametrize("dialog_id", ["chat{1}", "chat1|2", "chat1\n", "", "chat", "user1"])
def test_a_dialog_id_that_could_move_keys_is_no_part_of_a_key(dialog_id: str) -> None:
    with pytest.raises(ValueError, match="dialog id"):
        dialog_key(domain="demo.bitrix24.ru", dialog_id=dialog_id)
