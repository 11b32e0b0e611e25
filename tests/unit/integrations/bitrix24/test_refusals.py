"""What an answer of the portal means for the call."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from integrations.bitrix24.refusals import result_of
from integrations.http import Answer

NOW = 1_795_420_000.0


def an_error(code: object, status: int = 400, **more: object) -> Answer:
    body = {"error": code, "error_description": "canary Иванов +79031234567", **more}
    return Answer(status, orjson.dumps(body))


def failure_of(answer: Answer) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        result_of(answer, operation="crm.item.get", now=NOW)
    return caught.value


@pytest.mark.parametrize("value", [True, 19880117, {"item": {}}, [], None])
def test_a_result_is_returned_as_it_came(value: object) -> None:
    answer = Answer(200, orjson.dumps({"result": value, "time": {}}))

    assert result_of(answer, operation="profile", now=NOW) == value


@pytest.mark.parametrize("status", [200, 400, 429, 503])
@pytest.mark.parametrize("code", ["QUERY_LIMIT_EXCEEDED", "OPERATION_TIME_LIMIT", "OVERLOAD_LIMIT"])
def test_a_limit_is_a_call_not_run_whatever_the_status(code: str, status: int) -> None:
    failure = failure_of(an_error(code, status))

    assert isinstance(failure, CallNotRun)
    assert failure.retry_after_seconds >= 1
    assert failure.remote_code == code


def test_a_status_of_too_many_requests_is_a_call_not_run_even_with_an_unknown_code() -> None:
    assert isinstance(failure_of(an_error("SLOW_DOWN", 429)), CallNotRun)


@pytest.mark.parametrize(
    ("reset_at", "seconds"),
    [(NOW + 120, 120), (NOW - 5, 1), (NOW + 10**6, 900), ("soon", 60), (None, 60)],
)
def test_a_used_up_time_budget_is_parked_until_the_portal_says(
    reset_at: object, seconds: float
) -> None:
    answer = an_error("OPERATION_TIME_LIMIT", 429, time={"operating_reset_at": reset_at})

    failure = failure_of(answer)

    assert isinstance(failure, CallNotRun)
    assert failure.retry_after_seconds == seconds


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("expired_token", 401),
        ("NO_AUTH_FOUND", 401),
        ("invalid_token", 401),
        ("insufficient_scope", 403),
        ("INVALID_CREDENTIALS", 403),
        ("ACCESS_DENIED", 403),
        ("user_access_error", 403),
        ("ERROR_METHOD_NOT_FOUND", 404),
        ("INVALID_REQUEST", 400),
        ("WRONG_AUTH_TYPE", 403),
        ("PORTAL_DELETED", 500),
        ("BOT_ID_ERROR", 400),
        ("CRM_FIELD_ERROR_VALUE_NOT_VALID", 400),
        ("NOT_FOUND", 200),
        (100, 400),
    ],
)
def test_auth_scope_and_validation_errors_are_refusals(code: object, status: int) -> None:
    failure = failure_of(an_error(code, status))

    assert isinstance(failure, CallRefused)
    assert failure.remote_code == str(code).upper()


@pytest.mark.parametrize("code", ["", "Communication type is not defined", "Иванов", "x" * 65])
def test_an_empty_or_prose_code_is_a_refusal_that_repeats_no_prose(code: str) -> None:
    failure = failure_of(an_error(code))

    assert isinstance(failure, CallRefused)
    assert failure.remote_code == "UNSTATED"


@pytest.mark.parametrize(
    "answer",
    [
        an_error("INTERNAL_SERVER_ERROR", 500),
        an_error("INTERNAL_SERVER_ERROR", 200),
        an_error("ERROR_UNEXPECTED_ANSWER", 500),
        an_error("SOMETHING_NEW", 502),
        Answer(502, b"<html>502 Bad Gateway</html>"),
        Answer(403, b"<html>Forbidden</html>"),
        Answer(200, b"<html>maintenance</html>"),
        Answer(200, b""),
        Answer(200, b"{}"),
        Answer(200, b"[]"),
        Answer(200, b'"ok"'),
        Answer(500, b'{"result":true}'),
        Answer(303, b""),
    ],
)
def test_an_answer_that_proves_nothing_leaves_the_outcome_unknown(answer: Answer) -> None:
    assert isinstance(failure_of(answer), OutcomeUnknown)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_renamed_portal_has_run_nothing_and_waits_for_its_configuration(status: int) -> None:
    failure = failure_of(Answer(status, b""))

    assert isinstance(failure, CallRefused)
    assert failure.remote_code == "PORTAL_MOVED"


@given(st.integers(100, 599), st.binary(max_size=60))
def test_no_bytes_that_are_not_json_are_taken_for_a_result(status: int, body: bytes) -> None:
    assert isinstance(failure_of(Answer(status, b"<" + body)), CallRefused | OutcomeUnknown)


def test_what_the_portal_tells_of_people_stays_out_of_the_error() -> None:
    failure = failure_of(an_error("ACCESS_DENIED", 403))

    assert "canary" not in f"{failure!r} {failure} {failure.message}"
