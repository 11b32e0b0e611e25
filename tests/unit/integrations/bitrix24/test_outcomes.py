"""Failures of calls as outcomes and findings of the journal."""

import pytest

from engine.effects import (
    Applied,
    ChatHandover,
    ChatReply,
    Failed,
    Finding,
    LookAgain,
    NotRun,
    Outcome,
    Succeeded,
    Undecidable,
    Unknown,
)
from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from integrations.bitrix24.outcomes import attempt, expect, look
from integrations.bitrix24.retry_decision import CONFIGURATION_PAUSE_SECONDS


def failing(error: CallFailed) -> str:
    raise error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (
            CallNotRun("", system="x", operation="y", remote_code="LIMIT", retry_after_seconds=9),
            NotRun("LIMIT", 9),
        ),
        (
            CallRefused("", system="x", operation="y", remote_code="BOT_ID_ERROR"),
            Failed("BOT_ID_ERROR"),
        ),
        (OutcomeUnknown("", system="x", operation="y"), Unknown("OUTCOME_UNKNOWN")),
    ],
)
def test_a_failed_call_becomes_the_outcome_of_its_class(
    error: CallFailed, outcome: Outcome
) -> None:
    assert attempt(lambda: failing(error)) == outcome


@pytest.mark.parametrize("code", ["EXPIRED_TOKEN", "PORTAL_MOVED"])
def test_what_a_new_address_or_token_cures_is_tried_again_after_a_long_pause(code: str) -> None:
    refusal = CallRefused("", system="x", operation="y", remote_code=code)

    assert attempt(lambda: failing(refusal)) == NotRun(code, CONFIGURATION_PAUSE_SECONDS)


@pytest.mark.parametrize(
    "code",
    [
        "NO_AUTH_FOUND",
        "INVALID_TOKEN",
        "INVALID_CREDENTIALS",
        "INSUFFICIENT_SCOPE",
        "ACCESS_DENIED",
        "USER_ACCESS_ERROR",
        "WRONG_AUTH_TYPE",
        "PORTAL_UNKNOWN",
    ],
)
def test_what_only_a_person_cures_fails_at_once_and_keeps_no_client_waiting(code: str) -> None:
    refusal = CallRefused("", system="x", operation="y", remote_code=code)

    assert attempt(lambda: failing(refusal)) == Failed(code)


@pytest.mark.parametrize(
    "code", ["DIALOG_ID_EMPTY", "MESSAGE_EMPTY", "WRONG_REQUEST", "BOT_ID_ERROR", "UNSTATED"]
)
def test_a_request_that_is_wrong_in_itself_is_never_repeated(code: str) -> None:
    refusal = CallRefused("", system="x", operation="y", remote_code=code)

    assert attempt(lambda: failing(refusal)) == Failed(code)


def test_a_call_that_returned_is_applied_with_its_reference() -> None:
    assert attempt(lambda: "77") == Succeeded("77")


@pytest.mark.parametrize(
    ("error", "finding"),
    [
        (
            CallNotRun("", system="x", operation="y", remote_code="LIMIT", retry_after_seconds=7.0),
            LookAgain("LIMIT", 7.0),
        ),
        (
            OutcomeUnknown("", system="x", operation="y", remote_code="TIMEOUT"),
            LookAgain("TIMEOUT", 0.0),
        ),
        (
            CallRefused("", system="x", operation="y", remote_code="ACCESS_DENIED"),
            Undecidable("ACCESS_DENIED"),
        ),
    ],
)
def test_a_look_that_failed_decides_nothing(error: CallFailed, finding: Finding) -> None:
    def read() -> Applied:
        raise error

    assert look(read) == finding


@pytest.mark.parametrize(
    "code", ["EXPIRED_TOKEN", "PORTAL_MOVED", "NO_AUTH_FOUND", "AUTH_REFUSED_INVALID_GRANT"]
)
def test_a_look_barred_by_tokens_or_address_is_taken_again(code: str) -> None:
    def read() -> Applied:
        raise CallRefused("", system="x", operation="y", remote_code=code)

    assert look(read) == LookAgain(code, 0.0)


def test_an_action_of_another_kind_is_a_wiring_mistake() -> None:
    with pytest.raises(TypeError):
        expect(ChatReply, ChatHandover("m1", 7))
