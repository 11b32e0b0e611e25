"""The application of a portal: its tokens, their renewal, and what wears them out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from threading import Lock
from typing import Literal

from integrations.emulators.bitrix24.refusals import refusal
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json, Request, Response, json_response
from integrations.emulators.fields import FieldError, text
from integrations.emulators.instruments import Instruments
from integrations.emulators.routing import Captures, Route

ACCESS_SECONDS = 3600
TokenState = Literal["good", "expired", "unknown"]


@dataclass(frozen=True)
class Tokens:
    """What one install or renewal gives."""

    access_token: str
    refresh_token: str


class Application:
    """Holds the tokens of one installed application; a test may be anything but gentle to them."""

    def __init__(
        self, portal: Portal, instruments: Instruments, clock: Callable[[], float]
    ) -> None:
        self._portal = portal
        self._instruments = instruments
        self._clock = clock
        self._lock = Lock()
        self._good_until: dict[str, float] = {}
        self._refresh_token = ""
        self._used_refresh_tokens: set[str] = set()
        self._rotation = "strict"
        self.renewals = 0

    def routes(self) -> tuple[Route, ...]:
        return (
            *(Route(verb, "/oauth/token", self._token) for verb in ("GET", "POST")),
            Route("POST", "/_emulator/oauth/install", self._install),
            Route("POST", "/_emulator/oauth/expire", self._expire),
            Route("POST", "/_emulator/oauth/rotation", self._set_rotation),
            Route("GET", "/_emulator/oauth", self._show),
        )

    def state(self, access_token: str) -> TokenState:
        with self._lock:
            until = self._good_until.get(access_token)
        if until is None:
            return "unknown"
        return "good" if until > self._clock() else "expired"

    def install(self) -> Tokens:
        with self._lock:
            return self._new_tokens()

    def _token(self, request: Request, _: Captures) -> Response:
        params = request.params
        return self._instruments.run("oauth.token", params, lambda: self._renew(params, request))

    def _renew(self, params: Mapping[str, Json], request: Request) -> Response:
        if params.get("grant_type") != "refresh_token" or not params.get("refresh_token"):
            return refusal(400, "invalid_request", "Invalid grant_type parameter or missing")
        if params.get("client_id") != self._portal.app_id:
            return refusal(400, "invalid_client", "The client credentials are invalid")
        if params.get("client_secret") != self._portal.app_secret:
            return refusal(400, "invalid_client", "The client credentials are invalid")
        with self._lock:
            if not self._may_renew(str(params["refresh_token"])):
                return refusal(400, "invalid_grant", "Invalid refresh token")
            self.renewals += 1
            tokens = self._new_tokens()
        return json_response(200, self._answer(tokens, request.host))

    def _may_renew(self, refresh_token: str) -> bool:
        # Whether a used token still renews is not documented: strict says no, lenient says yes.
        used = refresh_token in self._used_refresh_tokens and self._rotation == "lenient"
        return refresh_token == self._refresh_token or used

    def _new_tokens(self) -> Tokens:
        self._used_refresh_tokens.add(self._refresh_token)
        tokens = Tokens(token_hex(35), token_hex(35))
        self._refresh_token = tokens.refresh_token
        self._good_until[tokens.access_token] = self._clock() + ACCESS_SECONDS
        return tokens

    def _answer(self, tokens: Tokens, host: str) -> Mapping[str, Json]:
        return {
            "access_token": tokens.access_token,
            "refresh_token": tokens.refresh_token,
            "expires": int(self._clock()) + ACCESS_SECONDS,
            "expires_in": ACCESS_SECONDS,
            "member_id": self._portal.member_id,
            "client_endpoint": f"http://{host}/rest/",
            "server_endpoint": f"http://{host}/rest/",
            "domain": host,
            "scope": "imbot,imopenlines,im,crm",
            "status": "L",
            "user_id": self._portal.webhook_user_id,
        }

    def _install(self, _request: Request, _: Captures) -> Response:
        tokens = self.install()
        return json_response(
            200, {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token}
        )

    def _expire(self, _request: Request, _: Captures) -> Response:
        """Let an hour pass for every access token there is."""
        with self._lock:
            self._good_until = dict.fromkeys(self._good_until, 0.0)
        return json_response(200, {"ok": True})

    def _set_rotation(self, request: Request, _: Captures) -> Response:
        try:
            rotation = text(request.body, "mode")
        except FieldError as error:
            return json_response(400, {"error": str(error)})
        if rotation not in {"strict", "lenient"}:
            return json_response(400, {"error": "mode must be strict or lenient"})
        self._rotation = rotation
        return json_response(200, {"mode": rotation})

    def _show(self, _request: Request, _: Captures) -> Response:
        return json_response(200, {"renewals": self.renewals, "rotation": self._rotation})
