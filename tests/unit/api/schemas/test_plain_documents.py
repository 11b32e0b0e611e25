"""A document that is plainly right is right to the validator too, and spares it the work."""

from typing import Any

import pytest
from cerberus import Validator
from hypothesis import given
from hypothesis import strategies as st

from api.schemas.plain_documents import PlainDocuments

SCHEMA: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "maxlength": 5, "required": True},
    "author": {"type": "string", "allowed": ["client", "bot"]},
    "note": {"type": "string", "maxlength": 3, "nullable": True},
    "forwarded": {"type": "boolean"},
    "session": {"type": "dict", "nullable": True},
    "offers": {"type": "list", "maxlength": 2},
    "id": {"type": "integer", "min": 1},
    "number": {"type": "string", "regex": "[0-9]+"},
    "lead": {"type": "dict", "schema": {"id": {"type": "integer"}}},
    "anything": {"nullable": True},
    "msg": {"type": ["dict", "string"], "maxlength": 3},
}
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 3),
    st.floats(allow_nan=False),
    st.text(max_size=7),
    st.sampled_from(["client", "bot", "12"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "x"]), inner)
    ),
    max_leaves=4,
)
DOCUMENTS = st.dictionaries(st.sampled_from([*SCHEMA, "unknown"]), VALUES)


@given(DOCUMENTS)
def test_what_is_plainly_right_is_right_to_the_validator(document: dict[str, Any]) -> None:
    # Most random documents lack what is required, and nothing could be said of them.
    document = {"text": "ok", **document}

    if PlainDocuments(SCHEMA).holds(document):
        assert Validator(SCHEMA).validate(document, normalize=False)


@pytest.mark.parametrize(
    "document",
    [
        {"text": ""},
        {"text": "12345"},
        {"text": "a", "author": "bot", "forwarded": False},
        {"text": "a", "note": None, "session": None},
        {"text": "a", "note": "abc", "session": {"any": [1]}, "offers": [1, 2]},
    ],
)
def test_messages_as_callers_send_them_are_plainly_right(document: dict[str, Any]) -> None:
    assert PlainDocuments(SCHEMA).holds(document)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"author": "bot"},
        {"text": None},
        {"text": "123456"},
        {"text": 1},
        {"text": "a", "author": "robot"},
        {"text": "a", "author": None},
        {"text": "a", "forwarded": 1},
        {"text": "a", "offers": [1, 2, 3]},
        {"text": "a", "offers": "ab"},
        {"text": "a", "session": []},
        {"text": "a", "unknown": None},
    ],
)
def test_a_wrong_document_is_never_plainly_right(document: dict[str, Any]) -> None:
    assert not PlainDocuments(SCHEMA).holds(document)


@pytest.mark.parametrize(
    "field", [{"id": 1}, {"number": "12"}, {"lead": {"id": 1}}, {"anything": None}, {"msg": "a"}]
)
def test_a_field_judged_by_further_rules_is_left_to_the_validator(field: dict[str, Any]) -> None:
    assert not PlainDocuments(SCHEMA).holds({"text": "a", **field})
