"""HTTP exchanges that say what became of a request: answered, surely not sent, or unknown."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlencode

import orjson
import requests
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError
from urllib3.exceptions import TimeoutError as HTTPTimeoutError

from engine.errors import CallFailed, CallNotRun, OutcomeUnknown
from integrations.http_connection import LeaveEnded, TimedAdapter
from integrations.secret import Secret

__all__ = ["Answer", "Exchange", "HttpPool", "Secret"]

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 10.0
ANSWER_LIMIT_BYTES = 8 * 1024 * 1024
_HEADERS = {"Accept": "application/json", "User-Agent": "cortex/0.1"}


@dataclass(frozen=True)
class Answer:
    """What the other side sent back, whatever it means."""

    status: int
    body: bytes
    location: str = ""
    """Where a redirect would lead; none is ever followed."""


@dataclass(frozen=True)
class Exchange:
    """One request: what it is called in errors, where it goes, and how long it may take."""

    operation: str
    url: Secret
    query: Mapping[str, str] | None = None
    document: object = None
    """Body of a POST, sent as JSON; a GET when absent."""
    form: Mapping[str, str] | None = None
    """Body of a POST, sent as a form."""
    within_seconds: float | None = None


class HttpPool:
    """Pooled connections to one outside system; sends every request exactly once."""

    def __init__(
        self,
        *,
        system: str,
        pool_size: int = 40,
        total_seconds: float = TOTAL_SECONDS,
        allow_local: bool = False,
    ) -> None:
        self._system = system
        self._total_seconds = total_seconds
        self._session = _session(pool_size=pool_size, allow_local=allow_local)
        # urllib3 writes paths and queries into its log, and with them the credentials.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)

    def send(self, exchange: Exchange) -> Answer:
        """Send once and return the answer of any status.

        Raises CallNotRun when nothing was sent, also because the leave to send has ended
        meanwhile (engine.leave_to_send), and OutcomeUnknown when the answer did not arrive.
        """
        try:
            return self._exchange(exchange)
        except LeaveEnded:
            failure: CallFailed = self._not_sent(exchange.operation, "LEASE_ENDED")
        except (requests.RequestException, HTTPError) as error:
            failure = self._failure(error, exchange.operation)
        # Raised outside the handler: the chained exception would carry the URL and its token.
        raise failure

    def close(self) -> None:
        self._session.close()

    def _exchange(self, exchange: Exchange) -> Answer:
        within = min(exchange.within_seconds or self._total_seconds, self._total_seconds)
        connect_seconds = min(CONNECT_SECONDS, within / 2)
        body, kind = _body(exchange)
        with self._session.request(
            "GET" if body is None else "POST",
            exchange.url.reveal(),
            params=exchange.query,
            data=body,
            headers={"Content-Type": kind} if kind else None,
            timeout=(connect_seconds, within - connect_seconds),
            allow_redirects=False,
            stream=True,
        ) as response:
            answer: bytes = response.raw.read(ANSWER_LIMIT_BYTES + 1, decode_content=True)
            if len(answer) > ANSWER_LIMIT_BYTES:
                raise requests.ConnectionError("the answer is too large")
            return Answer(response.status_code, answer, response.headers.get("Location", ""))

    def _failure(self, error: Exception, operation: str) -> CallFailed:
        if _nothing_sent(error):
            return self._not_sent(operation, "NO_CONNECTION")
        message = f"{self._system} {operation}: no usable answer ({type(error).__name__})"
        # What is read of an answer behind its head fails by names of urllib3.
        late = isinstance(error, requests.Timeout | HTTPTimeoutError)
        code = "TIMEOUT" if late else "NO_ANSWER"
        return OutcomeUnknown(message, system=self._system, operation=operation, remote_code=code)

    def _not_sent(self, operation: str, code: str) -> CallNotRun:
        message = f"{self._system} {operation}: {code}, nothing was sent"
        return CallNotRun(message, system=self._system, operation=operation, remote_code=code)


def _session(*, pool_size: int, allow_local: bool) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers.update(_HEADERS)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.adapters.clear()
    session.mount("https://", TimedAdapter(pool_size=pool_size, public_only=not allow_local))
    if allow_local:
        session.mount("http://", TimedAdapter(pool_size=pool_size, public_only=False))
    return session


def _body(exchange: Exchange) -> tuple[bytes | None, str | None]:
    if exchange.form is not None:
        return urlencode(exchange.form).encode(), "application/x-www-form-urlencoded"
    if exchange.document is not None:
        return orjson.dumps(exchange.document), "application/json"
    return None, None


def _nothing_sent(error: Exception) -> bool:
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidSchema):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
