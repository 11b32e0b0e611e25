"""What an ABCP answer means: rows, nothing found, not run, refused or unknown."""

from collections.abc import Mapping
from typing import Any

import orjson

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from integrations.abcp.shop import SYSTEM
from integrations.http import Answer

Row = Mapping[str, Any]
"""One row of a search as the shop wrote it; only offers.py and brands.py look inside."""

_LIMITED = frozenset({429, 503})
_RETRY_SECONDS = 2.0
_OBJECT_NOT_FOUND = 301
# 13 is an error the shop itself cannot explain, 302 a broken cache: both may pass.
_BROKE = frozenset({13, 302})


def rows_of(answer: Answer, *, operation: str) -> tuple[Row, ...]:
    """Return the rows of a search, none when nothing is found.

    Raises CallNotRun, CallRefused or OutcomeUnknown.
    """
    document = document_of(answer, operation=operation)
    if document is None:
        return ()
    if isinstance(document, dict):
        # PHP writes a list with gaps as an object, and some shops key rows by brand and number.
        document = list(document.values())
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        raise unknown_shape(operation)
    return tuple(document)


def document_of(answer: Answer, *, operation: str) -> Any:
    """Return what an answer says, None when nothing is found.

    Raises CallNotRun, CallRefused or OutcomeUnknown.
    """
    document = _document(answer)
    code = _error_code(document)
    if code == _OBJECT_NOT_FOUND:
        return None
    failure = _failure(answer.status, code, operation)
    if failure is not None:
        raise failure
    if document is None:
        raise unknown_shape(operation)
    return document


def unknown_shape(operation: str) -> OutcomeUnknown:
    """Return the error of an answer that is not of the form agreed on."""
    return _unknown(operation, "ANSWER_SHAPE")


def _document(answer: Answer) -> Any:
    try:
        return orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return None


def _error_code(document: Any) -> int | None:
    """Return the stated error, 0 for one stated without a number, None when there is none."""
    if not isinstance(document, dict) or not (
        "errorCode" in document or "errorMessage" in document
    ):
        return None
    stated = str(document.get("errorCode") or "0")
    return int(stated) if stated.isascii() and stated.isdecimal() else 0


def _failure(status: int, code: int | None, operation: str) -> CallFailed | None:
    remote_code = f"HTTP_{status}" if code is None else f"ABCP_{code}"
    if status in _LIMITED or code in _LIMITED:
        return CallNotRun(
            f"{SYSTEM} {operation}: {remote_code}, nothing was done",
            system=SYSTEM,
            operation=operation,
            remote_code=remote_code,
            retry_after_seconds=_RETRY_SECONDS,
        )
    if code in _BROKE or (status >= 500 and not code):  # noqa: PLR2004 - HTTP's own number
        return _unknown(operation, remote_code)
    if code is not None or 300 <= status < 500:  # noqa: PLR2004 - same
        message = f"{SYSTEM} {operation}: refused with {remote_code}"
        return CallRefused(message, system=SYSTEM, operation=operation, remote_code=remote_code)
    return None


def _unknown(operation: str, code: str) -> OutcomeUnknown:
    message = f"{SYSTEM} {operation}: {code} is no answer"
    return OutcomeUnknown(message, system=SYSTEM, operation=operation, remote_code=code)
