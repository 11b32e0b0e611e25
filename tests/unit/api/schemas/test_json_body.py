"""JSON bodies: what is read, and what is refused before anything looks at it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas.json_body import DEPTH_LIMIT, parse_json_object
from engine.errors import RequestInvalid


def nested(levels: int) -> bytes:
    return b'{"a":' * (levels - 1) + b"{}" + b"}" * (levels - 1)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"{'a': 1}", b'{"a": NaN}', b"\xff\xfe", b'{"a": 1}x', nested(5_000)],
)
def test_what_is_not_json_is_refused_with_its_place(body: bytes) -> None:
    with pytest.raises(RequestInvalid) as caught:
        parse_json_object(body)

    assert caught.value.code == "JSON_MALFORMED"
    assert caught.value.faults[0].location.startswith("line ")


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"null", b"true"])
def test_only_an_object_is_a_request(body: bytes) -> None:
    with pytest.raises(RequestInvalid) as caught:
        parse_json_object(body)

    assert caught.value.code == "JSON_NOT_AN_OBJECT"


def test_nesting_up_to_the_limit_is_read() -> None:
    assert parse_json_object(nested(DEPTH_LIMIT))


@pytest.mark.parametrize("levels", [DEPTH_LIMIT + 1, 200, 1_000])
def test_deeper_nesting_is_refused(levels: int) -> None:
    with pytest.raises(RequestInvalid) as caught:
        parse_json_object(nested(levels))

    assert caught.value.code == "JSON_TOO_DEEP"


def test_lists_count_as_levels() -> None:
    with pytest.raises(RequestInvalid) as caught:
        parse_json_object(b'{"a":' + b"[" * DEPTH_LIMIT + b"]" * DEPTH_LIMIT + b"}")

    assert caught.value.code == "JSON_TOO_DEEP"


@given(st.binary(max_size=200))
def test_any_bytes_are_either_an_object_or_refused_by_code(body: bytes) -> None:
    try:
        outcome: object = parse_json_object(body)
    except RequestInvalid as error:
        outcome = error.code

    refusals = {"JSON_MALFORMED", "JSON_NOT_AN_OBJECT", "JSON_TOO_DEEP"}
    assert isinstance(outcome, dict) or outcome in refusals


@given(st.dictionaries(st.text(max_size=5), st.integers(-(2**53), 2**53) | st.text(max_size=5)))
def test_what_was_written_is_what_is_read(document: dict[str, object]) -> None:
    assert parse_json_object(json.dumps(document).encode()) == document
