"""From raised call failures to the outcomes and findings the journal understands."""

from collections.abc import Callable
from typing import TypeVar

from engine.effects import (
    Action,
    Failed,
    Finding,
    LookAgain,
    NotRun,
    Outcome,
    Succeeded,
    Undecidable,
    Unknown,
)
from engine.errors import CallFailed, CallNotRun, CallRefused

A = TypeVar("A", bound=Action)

CONFIGURATION_PAUSE_SECONDS = 60.0
"""Between two tries of what the portal refuses until somebody gives it a good configuration."""

# They refuse the caller, not the request: nothing was done, and the same request will succeed.
_CURED_BY_CONFIGURATION = frozenset(
    {
        "EXPIRED_TOKEN",
        "NO_AUTH_FOUND",
        "INVALID_TOKEN",
        "INVALID_CREDENTIALS",
        "INSUFFICIENT_SCOPE",
        "ACCESS_DENIED",
        "USER_ACCESS_ERROR",
        "WRONG_AUTH_TYPE",
        "PORTAL_MOVED",
        "PORTAL_UNKNOWN",
    }
)


def expect(kind: type[A], action: Action) -> A:
    """Return the action as the kind this executor is for; anything else is a wiring mistake."""
    if not isinstance(action, kind):
        raise TypeError(f"{action.kind} was given to the executor of {kind.__name__}")
    return action


def attempt(call: Callable[[], str]) -> Outcome:
    """Make the call and say what became of it; what it returns is the other side's reference."""
    try:
        return Succeeded(call())
    except CallNotRun as error:
        return NotRun(_reason(error), error.retry_after_seconds)
    except CallRefused as error:
        if error.remote_code in _CURED_BY_CONFIGURATION:
            return NotRun(_reason(error), CONFIGURATION_PAUSE_SECONDS)
        return Failed(_reason(error))
    except CallFailed as error:
        return Unknown(_reason(error))


def look(read: Callable[[], Finding]) -> Finding:
    """Look on the other side; what may not be read decides nothing, what is busy is asked again."""
    try:
        return read()
    except CallRefused as error:
        return Undecidable(_reason(error))
    except CallNotRun as error:
        return LookAgain(_reason(error), error.retry_after_seconds)
    except CallFailed as error:
        return LookAgain(_reason(error), 0.0)


def _reason(error: CallFailed) -> str:
    return error.remote_code or error.code
