"""What follows a failed call, row by row of the contract's table of errors."""

import pytest

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from integrations.bitrix24.retry_decision import (
    CONFIGURATION_PAUSE_SECONDS,
    LONGEST_BACKOFF_SECONDS,
    MOST_ATTEMPTS,
    NO_TOKENS_PAUSE_SECONDS,
    FailureKind,
    Follow,
    GiveUp,
    NextStep,
    Park,
    Reconcile,
    Refresh,
    RetryIn,
    kind_of,
    next_step,
)

WAIT_FOR_CONFIGURATION = RetryIn(CONFIGURATION_PAUSE_SECONDS)


def not_run(code: str | None) -> CallFailed:
    return CallNotRun("", system="x", operation="y", remote_code=code)


def refused(code: str | None) -> CallFailed:
    return CallRefused("", system="x", operation="y", remote_code=code)


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (not_run("QUERY_LIMIT_EXCEEDED"), FailureKind.LIMIT),
        (not_run("TOO_MANY_REQUESTS"), FailureKind.LIMIT),
        (not_run("OPERATION_TIME_LIMIT"), FailureKind.METHOD_BUDGET),
        (not_run("OVERLOAD_LIMIT"), FailureKind.OVERLOAD),
        (not_run("NO_CONNECTION"), FailureKind.NOT_SENT),
        (not_run("CALLS_LIMITED"), FailureKind.NOT_SENT),
        (not_run(None), FailureKind.NOT_SENT),
        (refused("EXPIRED_TOKEN"), FailureKind.TOKEN),
        (refused("INVALID_TOKEN"), FailureKind.STRANGE_TOKEN),
        (refused("NO_AUTH_FOUND"), FailureKind.CALLER),
        (refused("INSUFFICIENT_SCOPE"), FailureKind.CALLER),
        (refused("INVALID_CREDENTIALS"), FailureKind.CALLER),
        (refused("ACCESS_DENIED"), FailureKind.CALLER),
        (refused("USER_ACCESS_ERROR"), FailureKind.CALLER),
        (refused("WRONG_AUTH_TYPE"), FailureKind.CALLER),
        (refused("PORTAL_UNKNOWN"), FailureKind.CALLER),
        (refused("AUTH_REFUSED_INVALID_GRANT"), FailureKind.NO_TOKENS),
        (not_run("AUTH_UNAVAILABLE"), FailureKind.AUTH_AWAY),
        (refused("PORTAL_MOVED"), FailureKind.MOVED),
        (refused("PORTAL_DELETED"), FailureKind.GONE),
        (refused("ERROR_METHOD_NOT_FOUND"), FailureKind.REQUEST),
        (refused("ERROR_BATCH_METHOD_NOT_ALLOWED"), FailureKind.REQUEST),
        (refused("ERROR_BATCH_LENGTH_EXCEEDED"), FailureKind.REQUEST),
        (refused("INVALID_REQUEST"), FailureKind.REQUEST),
        (refused("UNSTATED"), FailureKind.REQUEST),
        (refused(None), FailureKind.REQUEST),
        (OutcomeUnknown("", system="x", operation="y"), FailureKind.UNKNOWN),
        # A known code proves nothing where the answer as a whole was not believed.
        (
            OutcomeUnknown("", system="x", operation="y", remote_code="QUERY_LIMIT_EXCEEDED"),
            FailureKind.UNKNOWN,
        ),
    ],
)
def test_a_failure_is_of_the_kind_its_code_and_class_say(
    failure: CallFailed, kind: FailureKind
) -> None:
    assert kind_of(failure) is kind


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize(
    ("kind", "attempts", "asked", "step"),
    [
        (FailureKind.LIMIT, 1, 2.0, RetryIn(2.0)),
        (FailureKind.LIMIT, 1, 0.0, RetryIn(1.0)),
        (FailureKind.LIMIT, 4, 2.0, RetryIn(8.0)),
        (FailureKind.LIMIT, 50, 2.0, RetryIn(LONGEST_BACKOFF_SECONDS)),
        (FailureKind.LIMIT, 50, 90.0, RetryIn(90.0)),
        (FailureKind.NOT_SENT, 1, 1.0, RetryIn(1.0)),
        (FailureKind.NOT_SENT, 3, 1.0, RetryIn(4.0)),
        (FailureKind.METHOD_BUDGET, 1, 120.0, Park("method", 120.0)),
        (FailureKind.OVERLOAD, 1, 600.0, Park("portal", 600.0)),
        (FailureKind.TOKEN, 1, 0.0, Refresh()),
        (FailureKind.TOKEN, 2, 0.0, WAIT_FOR_CONFIGURATION),
        (FailureKind.MOVED, 1, 0.0, Follow()),
        (FailureKind.MOVED, 2, 0.0, WAIT_FOR_CONFIGURATION),
        (FailureKind.AUTH_AWAY, 1, 5.0, Park("portal", 5.0)),
        (FailureKind.NO_TOKENS, 1, 0.0, Park("portal", NO_TOKENS_PAUSE_SECONDS)),
        (FailureKind.STRANGE_TOKEN, 1, 0.0, Refresh()),
        (FailureKind.STRANGE_TOKEN, 2, 0.0, GiveUp()),
        (FailureKind.CALLER, 1, 0.0, GiveUp()),
        (FailureKind.GONE, 1, 0.0, GiveUp()),
        (FailureKind.REQUEST, 1, 0.0, GiveUp()),
    ],
)
def test_what_was_surely_not_run_is_decided_alike_for_every_method(
    kind: FailureKind, attempts: int, asked: float, step: NextStep, *, repeatable: bool
) -> None:
    decided = next_step(kind, repeatable=repeatable, attempts=attempts, asked_seconds=asked)

    assert decided == step


@pytest.mark.parametrize(
    ("attempts", "repeatable", "step"),
    [
        (1, True, RetryIn(1.0)),
        (MOST_ATTEMPTS - 1, True, RetryIn(2.0)),
        (MOST_ATTEMPTS, True, Reconcile()),
        (1, False, Reconcile()),
        (5, False, Reconcile()),
    ],
)
def test_an_unknown_outcome_is_repeated_only_where_twice_equals_once(
    attempts: int, step: NextStep, *, repeatable: bool
) -> None:
    assert next_step(FailureKind.UNKNOWN, repeatable=repeatable, attempts=attempts) == step
