"""Who may call: tokens compared as bytes, in a time that does not tell how much was right."""

import hmac

import falcon

from engine.errors import InvalidInput

_SCHEME = "bearer "


class TokenGate:
    """Lets callers in who know one token."""

    def __init__(self, token: str, *, header: str | None = None) -> None:
        self._token = token.encode()
        self._header = header

    def require(self, request: falcon.Request) -> None:
        """Raise InvalidInput, BEARER_REQUIRED or BEARER_INVALID, unless the token is right."""
        offered = self._offered(request)
        if offered is None:
            raise InvalidInput("a bearer token is required", code="BEARER_REQUIRED")
        # WSGI hands header bytes over as Latin-1, whatever the caller wrote.
        if not hmac.compare_digest(offered.encode("latin-1", "replace"), self._token):
            raise InvalidInput("the bearer token is wrong", code="BEARER_INVALID")

    def _offered(self, request: falcon.Request) -> str | None:
        own = request.get_header(self._header) if self._header else None
        if own is not None:
            return own
        authorization = request.get_header("Authorization") or ""
        if authorization[: len(_SCHEME)].lower() != _SCHEME:
            return None
        return authorization[len(_SCHEME) :].strip()
