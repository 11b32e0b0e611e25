"""Answers of methods as values, with PHP's habits."""

from typing import Any

import pytest

from engine.errors import OutcomeUnknown
from integrations.bitrix24.wire import (
    SaidMessage,
    dialog_owner,
    dialog_page,
    message_reference,
    session_history,
)


@pytest.mark.parametrize(
    "rows",
    [
        [{"id": 9, "author_id": 39, "text": "цена"}],
        {"9": {"id": "9", "author_id": "39", "text": "цена"}},
    ],
)
def test_messages_come_as_a_list_or_as_a_map(rows: Any) -> None:
    assert dialog_page({"messages": rows}) == (SaidMessage(9, 39, "цена"),)


def test_a_history_without_messages_comes_as_an_empty_list() -> None:
    assert session_history({"message": []}) == ()


def test_the_history_names_its_authors_in_its_own_way() -> None:
    rows = {"9": {"id": "9", "senderid": "39", "text": "цена"}}

    assert session_history({"message": rows}) == (SaidMessage(9, 39, "цена"),)


@pytest.mark.parametrize("result", [None, [], {}, {"messages": "none"}, {"messages": [{"id": 1}]}])
def test_a_page_that_cannot_be_read_is_not_an_empty_page(result: Any) -> None:
    with pytest.raises(OutcomeUnknown):
        dialog_page(result)


@pytest.mark.parametrize(("owner", "read"), [(5, 5), ("5", 5), (0, 0)])
def test_the_owner_of_a_dialog_is_read_as_a_number(owner: Any, read: int) -> None:
    assert dialog_owner({"owner": owner}) == read


@pytest.mark.parametrize("result", [[], {}, {"owner": True}, {"owner": "nobody"}])
def test_a_dialog_without_owner_cannot_be_read(result: Any) -> None:
    with pytest.raises(OutcomeUnknown):
        dialog_owner(result)


@pytest.mark.parametrize(
    ("result", "reference"), [(19880117, "19880117"), ("7", "7"), (True, ""), (None, "")]
)
def test_the_id_of_a_sent_message_is_its_reference(result: Any, reference: str) -> None:
    assert message_reference(result) == reference
