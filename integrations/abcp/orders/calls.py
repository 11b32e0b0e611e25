"""Calls that ordering makes: fresh reads, and writes sent once on a connection of their own."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from engine.errors import CallFailed, CallNotRun, CallRefused, OutcomeUnknown
from integrations.abcp.answers import Row, rows_of
from integrations.abcp.shop import SYSTEM, Shop
from integrations.http import Answer, Exchange, HttpPool

READ_SECONDS = 20.0
_LIMITED = 429
_NO_SUCH_LIST = "HTTP_404"
_PAGE = "HTTP_"
"""What the code of an answer begins with that is not of the shop's own form."""
_NO_RESULTS = "ABCP_301"
"""An account that has no orders, or nothing in its cart, may be answered so."""
_FIRST_SERVER_ERROR = 500


class OrderCalls:
    """Asks one shop; repeats nothing by itself."""

    def __init__(
        self, reads: HttpPool, shop: Shop, *, new_connection: Callable[[], HttpPool]
    ) -> None:
        self._reads = reads
        self._shop = shop
        self._new_connection = new_connection

    def document(self, operation: str, query: Mapping[str, str] | None = None) -> Any:
        """Return what a read answers; raises CallNotRun, CallRefused or OutcomeUnknown."""
        answer = self._read(operation, query or {})
        refused = refusal_of(answer, operation)
        if refused is not None:
            raise refused
        return orjson.loads(answer.body)

    def found(self, operation: str, query: Mapping[str, str] | None = None) -> Any:
        """Return what a list answers, None for "No results"; raises as `document` does."""
        try:
            return self.document(operation, query)
        except CallRefused as error:
            if error.remote_code == _NO_RESULTS:
                return None
            raise

    def rows(self, operation: str, query: Mapping[str, str] | None = None) -> tuple[Row, ...]:
        """Return the rows of a list; one that the shop does not keep is empty."""
        try:
            return rows_of(self._read(operation, query or {}), operation=operation)
        except CallRefused as error:
            if error.remote_code == _NO_SUCH_LIST:
                return ()
            if not (error.remote_code or "").startswith(_PAGE):
                raise
            code = error.remote_code
        # No word of the shop, but of a guard or a proxy before it: the order may wait.
        raise _failure(OutcomeUnknown, operation, code)

    def post(self, operation: str, form: Mapping[str, str]) -> Answer:
        """Send a write once, on a fresh connection, and return whatever comes back.

        A connection kept open may have been closed by the shop: what is written into it is
        neither sent nor unsent. Raises CallNotRun or OutcomeUnknown.
        """
        connection = self._new_connection()
        try:
            return connection.send(
                Exchange(
                    operation=operation,
                    url=self._shop.operation_url(operation),
                    form={**form, **self._account()},
                )
            )
        finally:
            connection.close()

    def changed(self, operation: str, form: Mapping[str, str]) -> Mapping[str, Any]:
        """Send a write and return the object it answers; raises as `document` does."""
        answer = self.post(operation, form)
        refused = refusal_of(answer, operation)
        if refused is not None:
            raise refused
        document = orjson.loads(answer.body)
        return document if isinstance(document, dict) else {}

    def _read(self, operation: str, query: Mapping[str, str]) -> Answer:
        return self._reads.send(
            Exchange(
                operation=operation,
                url=self._shop.operation_url(operation),
                query={**query, **self._account()},
                within_seconds=READ_SECONDS,
            )
        )

    def _account(self) -> Mapping[str, str]:
        return {
            "userlogin": self._shop.login.reveal(),
            "userpsw": self._shop.password_md5.reveal(),
        }


def refusal_of(answer: Answer, operation: str) -> CallFailed | None:
    """Return what keeps an answer from being one, None for a document without an error."""
    try:
        document = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return _failure(OutcomeUnknown, operation, "ANSWER_SHAPE")
    stated = document.get("errorCode") if isinstance(document, dict) else None
    code = f"HTTP_{answer.status}" if stated in (None, "", 0) else f"ABCP_{stated}"
    if answer.status == _LIMITED or str(stated) == str(_LIMITED):
        return _failure(CallNotRun, operation, code)
    if str(stated) in {"13", "302"} or (answer.status >= _FIRST_SERVER_ERROR and not stated):
        return _failure(OutcomeUnknown, operation, code)
    if stated not in (None, "", 0) or answer.status >= 300:  # noqa: PLR2004 - HTTP's own number
        return _failure(CallRefused, operation, code)
    return None


def _failure(kind: type[CallFailed], operation: str, code: str | None) -> CallFailed:
    message = f"{SYSTEM} {operation}: {code}"
    return kind(message, system=SYSTEM, operation=operation, remote_code=code)
