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


def test_an_action_of_another_kind_is_a_wiring_mistake() -> None:
    with pytest.raises(TypeError):
        expect(ChatReply, ChatHandover("m1", 7))
