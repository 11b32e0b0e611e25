"""Asks Bitrix24's authorization server for new tokens."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from engine.errors import CallFailed, CallNotRun, CallRefused
from engine.leave_to_send import sending_anyway
from integrations.bitrix24.auth_refusals import AUTH_REFUSAL, CURES
from integrations.bitrix24.oauth_grant import OAuthGrant
from integrations.bitrix24.portal import SYSTEM
from integrations.http import Answer, Exchange, HttpPool
from integrations.secret import Secret

_RENEW = "oauth.token"
_RETRY_SECONDS = 5.0
_CODE = re.compile(r"[A-Za-z0-9_]{1,64}")


@dataclass(frozen=True)
class Renewed:
    """New tokens, and whose they are by the word of the authorization server."""

    access_token: Secret
    refresh_token: Secret
    member_id: str
    host: str
    """Where the portal is now; empty when not told."""


class AuthServer:
    """Renews tokens once per call; the old refresh token is used up by it."""

    def __init__(self, http: HttpPool) -> None:
        self._http = http

    def renew(self, grant: OAuthGrant, *, within_seconds: float | None = None) -> Renewed:
        """Return new tokens.

        Raises CallRefused when there never will be any, CallNotRun AUTH_UNAVAILABLE when the
        server says nothing clear: the portal itself was not called either way.
        """
        exchange = Exchange(
            operation=_RENEW,
            url=Secret(grant.auth_url),
            query={
                "grant_type": "refresh_token",
                "client_id": grant.app_id,
                "client_secret": grant.app_secret.reveal(),
                "refresh_token": grant.refresh_token.reveal(),
            },
            within_seconds=within_seconds,
        )
        try:
            with sending_anyway():
                answer = self._http.send(exchange)
        except CallFailed as error:
            failure = _unavailable(error.remote_code or error.code)
        else:
            return _renewed(answer)
        raise failure


def _renewed(answer: Answer) -> Renewed:
    told = _document(answer)
    error = told.get("error")
    if error is not None:
        raise _failure(str(error).upper())
    tokens = [told.get("access_token"), told.get("refresh_token"), told.get("member_id")]
    if not all(isinstance(token, str) and token for token in tokens):
        raise _unavailable(f"HTTP_{answer.status}")
    access, refresh, member_id = map(str, tokens)
    return Renewed(Secret(access), Secret(refresh), member_id, _host(told.get("client_endpoint")))


def _document(answer: Answer) -> Mapping[str, Any]:
    try:
        document = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}


def _host(endpoint: object) -> str:
    try:
        return urlsplit(endpoint).netloc if isinstance(endpoint, str) else ""
    except ValueError:
        return ""


def _failure(code: str) -> CallFailed:
    if code not in CURES:
        return _unavailable(code if _CODE.fullmatch(code) else "UNSTATED")
    return CallRefused(
        f"{SYSTEM} {_RENEW}: refused with {code}",
        system=SYSTEM,
        operation=_RENEW,
        remote_code=f"{AUTH_REFUSAL}{code}",
    )


def _unavailable(reason: str) -> CallNotRun:
    return CallNotRun(
        f"{SYSTEM} {_RENEW}: no new tokens now ({reason})",
        system=SYSTEM,
        operation=_RENEW,
        remote_code="AUTH_UNAVAILABLE",
        retry_after_seconds=_RETRY_SECONDS,
    )
