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
from integrations.bitrix24.retry_decision import (
    Follow,
    GiveUp,
    Park,
    Reconcile,
    Refresh,
    RetryIn,
    is_of_the_way,
    kind_of,
    next_step,
)

A = TypeVar("A", bound=Action)


def expect(kind: type[A], action: Action) -> A:
    """Return the action as the kind this executor is for; anything else is a wiring mistake."""
    if not isinstance(action, kind):
        raise TypeError(f"{action.kind} was given to the executor of {kind.__name__}")
    return action


def attempt(call: Callable[[], str]) -> Outcome:
    """Make the call and say what became of it; what it returns is the other side's reference."""
    try:
        return Succeeded(call())
    except CallFailed as error:
        return _outcome(error)


def look(read: Callable[[], Finding]) -> Finding:
    """Look on the other side; what may not be read decides nothing, what is busy is asked again."""
    try:
        return read()
    except CallRefused as error:
        of_the_way = is_of_the_way(error)
        return LookAgain(_reason(error), 0.0) if of_the_way else Undecidable(_reason(error))
    except CallNotRun as error:
        return LookAgain(_reason(error), error.retry_after_seconds)
    except CallFailed as error:
        return LookAgain(_reason(error), 0.0)


def _outcome(error: CallFailed, *, attempts: int = 1) -> Outcome:
    # The journal counts attempts and spaces them out; here every failure is the first.
    asked = _asked_seconds(error)
    step = next_step(kind_of(error), repeatable=False, attempts=attempts, asked_seconds=asked)
    match step:
        case RetryIn(seconds) | Park(seconds=seconds):
            return NotRun(_reason(error), seconds)
        case Refresh() | Follow():
            # The client has tried that.
            return _outcome(error, attempts=attempts + 1)
        case Reconcile():
            return Unknown(_reason(error))
        case GiveUp():
            return Failed(_reason(error))


def _asked_seconds(error: CallFailed) -> float:
    return error.retry_after_seconds if isinstance(error, CallNotRun) else 0.0


def _reason(error: CallFailed) -> str:
    return error.remote_code or error.code
