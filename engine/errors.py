"""Every error Cortex raises on purpose, by what the caller must do about it.

CortexError                 has a stable `code`
├── InvalidInput            reject: the caller sent or wrote something wrong
│   ├── FilesInvalid        rule data on disk is wrong; carries every fault as file:line:col
│   └── RequestInvalid      an HTTP or CLI request is wrong; carries fields and reasons
├── EngineFault             durable_rules broke: answer from the reference evaluator
├── CallFailed              a third party call did not succeed
│   ├── CallNotRun          surely not applied: may be repeated after `retry_after_seconds`
│   ├── OutcomeUnknown      may have been applied: reconcile before anything else
│   └── CallRefused         applied nothing and never will: do not repeat
├── LeaseLost               another worker owns the dialog: stop, write nothing
├── StoreUnavailable        Redis did not answer: nothing may be assumed written
│   ├── NotReplicated       a master wrote it, too few replicas did: it may be lost with the master
│   └── SpoolUnavailable    nor could this host keep it: tell the sender, it is not accepted
└── StoreBroken             Redis refuses for good: alarm, for waiting cures nothing
"""

from dataclasses import dataclass
from pathlib import PurePath
from traceback import extract_tb


class CortexError(Exception):
    """Base of every deliberate error; `code` is stable and documented."""

    code = "CORTEX_ERROR"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class InvalidInput(CortexError):  # noqa: N818 - named for what is wrong, as in the house style
    """Raised when something from outside cannot be accepted as it is."""

    code = "INVALID_INPUT"


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake in a file: where it is, its stable code and what to do."""

    file: str
    line: int
    column: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.code} {self.message}"


class FilesInvalid(InvalidInput):
    """Raised when rule data cannot be loaded; `faults` lists every mistake found."""

    code = "FILES_INVALID"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults), code=faults[0].code)
        self.faults = faults


def unforeseen(folder: PurePath, error: Exception) -> Fault:
    """Say of rule data that an error nobody raised on purpose ended its loading, and where."""
    message = (
        f"loading ended with {type(error).__name__} at {place_of(error)}: "
        "take back the last change and report this, it is a fault of Cortex"
    )
    return Fault(str(folder), 1, 1, "CHECK_FAILED", message)


def place_of(error: Exception) -> str:
    """Return where an error was raised, for a person to report; its text may be a customer's."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{'/'.join(PurePath(last.filename).parts[-3:])}:{last.lineno}"


@dataclass(frozen=True)
class FieldFault:
    """One mistake in a request: its code, text and the path of the field."""

    code: str
    message: str
    location: str


class RequestInvalid(InvalidInput):
    """Raised when a request cannot be accepted; `faults` names the fields."""

    code = "REQUEST_INVALID"

    def __init__(
        self, message: str, *, code: str | None = None, faults: tuple[FieldFault, ...] = ()
    ) -> None:
        super().__init__(message, code=code)
        self.faults = faults


class EngineFault(CortexError):  # noqa: N818 - the word used in traces and metrics
    """Raised when durable_rules fails or answers something impossible."""

    code = "ENGINE_FAULT"


class CallFailed(CortexError):  # noqa: N818 - see subclasses
    """Base of third-party call failures; carries which system and its own error code."""

    code = "CALL_FAILED"

    def __init__(
        self, message: str, *, system: str, operation: str, remote_code: str | None = None
    ) -> None:
        super().__init__(message)
        self.system = system
        self.operation = operation
        self.remote_code = remote_code


class CallNotRun(CallFailed):
    """Raised when a call surely changed nothing and may be repeated."""

    code = "CALL_NOT_RUN"

    def __init__(
        self,
        message: str,
        *,
        system: str,
        operation: str,
        remote_code: str | None = None,
        retry_after_seconds: float = 1.0,
    ) -> None:
        super().__init__(message, system=system, operation=operation, remote_code=remote_code)
        self.retry_after_seconds = retry_after_seconds


class OutcomeUnknown(CallFailed):
    """Raised when a call may or may not have been applied."""

    code = "OUTCOME_UNKNOWN"


class CallRefused(CallFailed):
    """Raised when the other side refused for good."""

    code = "CALL_REFUSED"


class LeaseLost(CortexError):  # noqa: N818 - a state, not a mistake
    """Raised when the dialog lock passed to another worker."""

    code = "LEASE_LOST"


class StoreUnavailable(CortexError):  # noqa: N818 - a state, not a mistake
    """Raised when the store did not answer; a write may or may not have happened."""

    code = "STORE_UNAVAILABLE"


class NotReplicated(StoreUnavailable):
    """Raised when a write is on the master only; `answer` is what the step answered there."""

    code = "REPLICAS_MISSING"

    def __init__(self, message: str, *, answer: object) -> None:
        super().__init__(message)
        self.answer = answer


class SpoolUnavailable(StoreUnavailable):
    """Raised when neither the store nor the files of this host could keep something."""

    code = "SPOOL_UNAVAILABLE"


class StoreBroken(CortexError):  # noqa: N818 - a state, not a mistake
    """Raised when the store refuses what it should do: rights, data of another type, a script."""

    code = "STORE_BROKEN"
