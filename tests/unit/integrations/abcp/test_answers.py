"""What an answer of the shop means for a read."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from integrations.abcp.answers import rows_of
from integrations.http import Answer

ROW = {"brand": "VAG", "number": "06A115561B"}


def an_error(code: object, status: int = 400) -> Answer:
    return Answer(status, orjson.dumps({"errorCode": code, "errorMessage": "canary <br> login"}))


def failure_of(answer: Answer) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        rows_of(answer, operation="search/brands")
    return caught.value


@pytest.mark.parametrize(
    "document", [[ROW], {"0": ROW}, {"VAG06A115561B": ROW}], ids=["list", "gaps", "keyed"]
)
def test_rows_come_as_a_list_or_as_an_object(document: object) -> None:
    assert rows_of(Answer(200, orjson.dumps(document)), operation="search/brands") == (ROW,)


@pytest.mark.parametrize(
    "answer",
    [
        an_error(301, 404),
        an_error("301", 404),
        an_error(301, 200),
        Answer(200, b"[]"),
        Answer(200, b"{}"),
    ],
)
def test_nothing_found_is_an_answer_without_rows(answer: Answer) -> None:
    assert rows_of(answer, operation="search/brands") == ()


@pytest.mark.parametrize(
    "answer",
    [
        an_error(429, 429),
        an_error(429, 200),
        an_error(13, 503),
        Answer(429, b"slow down"),
        Answer(503, b"<html>"),
    ],
)
def test_a_limit_is_a_read_not_run(answer: Answer) -> None:
    assert isinstance(failure_of(answer), CallNotRun)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (102, 403),
        ("102", 200),
        (103, 403),
        (104, 403),
        (1, 400),
        (2, 400),
        (3, 404),
        (4, 400),
        (201, 400),
        (303, 400),
        (403, 500),
        ("no number", 400),
    ],
)
def test_an_error_that_will_not_pass_is_a_refusal(code: object, status: int) -> None:
    assert isinstance(failure_of(an_error(code, status)), CallRefused)


@pytest.mark.parametrize(
    "answer",
    [
        an_error(13, 500),
        an_error(13, 200),
        an_error(302, 200),
        an_error("", 500),
        Answer(500, b""),
        Answer(502, b"<html>502</html>"),
        Answer(200, b"<html>login</html>"),
        Answer(200, b""),
        Answer(200, b"null"),
        Answer(200, b"true"),
        Answer(200, b'["row"]'),
    ],
)
def test_an_answer_that_is_none_leaves_the_outcome_unknown(answer: Answer) -> None:
    assert isinstance(failure_of(answer), OutcomeUnknown)


@pytest.mark.parametrize("status", [301, 302, 403, 404])
def test_a_page_in_place_of_json_is_a_refusal_when_the_status_says_so(status: int) -> None:
    assert isinstance(failure_of(Answer(status, b"<html>")), CallRefused)


@given(st.integers(100, 599), st.binary(max_size=40))
def test_no_bytes_that_are_not_json_are_taken_for_rows(status: int, body: bytes) -> None:
    assert failure_of(Answer(status, b"<" + body)).system == "abcp"


def test_the_text_of_the_shop_stays_out_of_the_error() -> None:
    failure = failure_of(an_error(102, 403))

    assert "canary" not in f"{failure!r} {failure}"
    assert failure.remote_code == "ABCP_102"
