"""Decides what follows a failed call: when it may be repeated, and what must happen first."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias, assert_never

from engine.errors import CallFailed, CallNotRun, CallRefused
from integrations.bitrix24.auth_refusals import AUTH_REFUSAL

CONFIGURATION_PAUSE_SECONDS = 60.0
"""Between two tries of a portal that has to be found again."""

NO_TOKENS_PAUSE_SECONDS = 600.0
"""Between two tries of a portal that a person has to let in again; an install opens it at once."""

MOST_ATTEMPTS = 3
LONGEST_BACKOFF_SECONDS = 30.0


class FailureKind(Enum):
    """What a failure says of the call, by reference section 3.2 of the Bitrix24 contract."""

    LIMIT = "limit"
    """Too many calls: not run."""
    NOT_SENT = "not_sent"
    """No connection, or nothing that could be sent: not run."""
    METHOD_BUDGET = "method_budget"
    """The method has used up its execution time: not run."""
    OVERLOAD = "overload"
    """The portal is blocked as a whole: not run."""
    TOKEN = "token"  # noqa: S105 - the word, not one of them
    """The access token is used up: not run."""
    STRANGE_TOKEN = "strange_token"  # noqa: S105 - the same
    """The portal does not know the access token: not run, and a new one is the only cure."""
    MOVED = "moved"
    """The portal has another address: not run."""
    CALLER = "caller"
    """The caller lacks a right or is not known: not run, and a person has to mend that."""
    AUTH_AWAY = "auth_away"
    """The authorization server gives no new tokens now: the portal was not called."""
    NO_TOKENS = "no_tokens"
    """The authorization server gives no new tokens any more: not called either."""
    GONE = "gone"
    """The portal is closed."""
    REQUEST = "request"
    """The request is wrong in itself: nothing was done and never will be."""
    UNKNOWN = "unknown"
    """No answer that could be believed: it may have been done."""


@dataclass(frozen=True)
class RetryIn:
    """Repeat after a pause."""

    seconds: float


@dataclass(frozen=True)
class Park:
    """Repeat after a pause, and send nothing of this scope meanwhile."""

    scope: Literal["method", "portal"]
    seconds: float


@dataclass(frozen=True)
class Refresh:
    """Renew the access token, then repeat."""


@dataclass(frozen=True)
class Follow:
    """Take the new address of the portal, then repeat."""


@dataclass(frozen=True)
class Reconcile:
    """Look on the other side before anything else."""


@dataclass(frozen=True)
class GiveUp:
    """Never repeat."""


NextStep: TypeAlias = RetryIn | Park | Refresh | Follow | Reconcile | GiveUp

_KINDS = {
    "QUERY_LIMIT_EXCEEDED": FailureKind.LIMIT,
    "TOO_MANY_REQUESTS": FailureKind.LIMIT,
    "OPERATION_TIME_LIMIT": FailureKind.METHOD_BUDGET,
    "OVERLOAD_LIMIT": FailureKind.OVERLOAD,
    "EXPIRED_TOKEN": FailureKind.TOKEN,
    "INVALID_TOKEN": FailureKind.STRANGE_TOKEN,
    "AUTH_UNAVAILABLE": FailureKind.AUTH_AWAY,
    "PORTAL_MOVED": FailureKind.MOVED,
    "PORTAL_DELETED": FailureKind.GONE,
    **dict.fromkeys(
        (
            "NO_AUTH_FOUND",
            "INVALID_CREDENTIALS",
            "INSUFFICIENT_SCOPE",
            "ACCESS_DENIED",
            "USER_ACCESS_ERROR",
            "WRONG_AUTH_TYPE",
            "PORTAL_UNKNOWN",
        ),
        FailureKind.CALLER,
    ),
}

_OF_THE_WAY = frozenset(
    {FailureKind.TOKEN, FailureKind.MOVED, FailureKind.NO_TOKENS, FailureKind.AUTH_AWAY}
)
_OF_WHAT_IS_ASKED = frozenset({"ACCESS_DENIED", "INSUFFICIENT_SCOPE", "PORTAL_UNKNOWN"})
"""Refusals of the caller that may be meant for one item, or for good."""


def kind_of(failure: CallFailed) -> FailureKind:
    """Say what kind of failure it is, by the code of the other side and what is known of it."""
    code = failure.remote_code or ""
    known = FailureKind.NO_TOKENS if code.startswith(AUTH_REFUSAL) else _KINDS.get(code)
    match failure:
        case CallNotRun():
            return known or FailureKind.NOT_SENT
        case CallRefused():
            return known or FailureKind.REQUEST
        case _:
            return FailureKind.UNKNOWN


def is_of_the_way(failure: CallFailed) -> bool:
    """Say whether a failure is of the way to the portal, which gets mended, not of the request.

    What was asked for may be read later; a refusal of the thing itself stands.
    """
    kind = kind_of(failure)
    caller = kind is FailureKind.CALLER and failure.remote_code not in _OF_WHAT_IS_ASKED
    return caller or kind in _OF_THE_WAY


def next_step(
    kind: FailureKind, *, repeatable: bool, attempts: int, asked_seconds: float = 0.0
) -> NextStep:
    """Decide what follows the `attempts`-th failure of this kind in a row.

    `repeatable`: doing it twice equals doing it once. `asked_seconds`: what the other side wants.
    """
    pause = max(asked_seconds, _backoff_seconds(attempts))
    step: NextStep
    match kind:
        case FailureKind.LIMIT | FailureKind.NOT_SENT:
            step = RetryIn(pause)
        case FailureKind.METHOD_BUDGET:
            step = Park("method", pause)
        case FailureKind.NO_TOKENS:
            # Asking for tokens again and again can get an application blocked.
            step = Park("portal", NO_TOKENS_PAUSE_SECONDS)
        case FailureKind.OVERLOAD | FailureKind.AUTH_AWAY:
            step = Park("portal", pause)
        case FailureKind.TOKEN | FailureKind.STRANGE_TOKEN if attempts == 1:
            step = Refresh()
        case FailureKind.MOVED if attempts == 1:
            step = Follow()
        case FailureKind.TOKEN | FailureKind.MOVED:
            step = RetryIn(CONFIGURATION_PAUSE_SECONDS)
        case (
            FailureKind.CALLER | FailureKind.STRANGE_TOKEN | FailureKind.GONE | FailureKind.REQUEST
        ):
            # Also where a person can cure it: until then everything of the dialog would wait.
            step = GiveUp()
        case FailureKind.UNKNOWN:
            again = repeatable and attempts < MOST_ATTEMPTS
            step = RetryIn(pause) if again else Reconcile()
        case _:
            assert_never(kind)
    return step


def _backoff_seconds(attempts: int) -> float:
    return min(2.0 ** (attempts - 1), LONGEST_BACKOFF_SECONDS)
