"""The REST door of the portal: both URL forms, limits, envelope, method dispatch."""

from collections.abc import Callable, Mapping
from hmac import compare_digest

from integrations.emulators.bitrix24.address import Address
from integrations.emulators.bitrix24.leaky_bucket import LeakyBucket
from integrations.emulators.bitrix24.oauth import Application, TokenState
from integrations.emulators.bitrix24.portal_time import timing
from integrations.emulators.bitrix24.refusals import (
    APPLICATION_ONLY,
    EXPIRED_TOKEN,
    INVALID_TOKEN,
    TOO_MANY_REQUESTS,
    UNKNOWN_METHOD,
    WRONG_CREDENTIALS,
    refusal,
)
from integrations.emulators.bitrix24.rest_call import Page, Params, RestError, RestMethod
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json, Request, Response, json_response
from integrations.emulators.instruments import Instruments
from integrations.emulators.routing import Captures, Route

_FOR_APPLICATIONS = frozenset({"app.info"})
_TOKEN_REFUSALS: Mapping[TokenState | None, Response | None] = {
    "good": None,
    "expired": EXPIRED_TOKEN,
    "unknown": INVALID_TOKEN,
    None: WRONG_CREDENTIALS,
}


class RestApi:
    """Answers `/rest/<user_id>/<code>/<method>` for a webhook and `/rest/<method>` for tokens."""

    def __init__(
        self,
        *,
        portal: Portal,
        methods: Mapping[str, RestMethod],
        instruments: Instruments,
        application: Application,
        address: Address,
        bucket: LeakyBucket,
        clock: Callable[[], float],
    ) -> None:
        self._portal = portal
        self._methods = {name.lower(): method for name, method in methods.items()}
        self._instruments = instruments
        self._application = application
        self._address = address
        self._bucket = bucket
        self._clock = clock

    def routes(self) -> tuple[Route, ...]:
        return tuple(
            Route(verb, template, self._receive)
            for verb in ("GET", "POST")
            for template in ("/rest/{user_id}/{code}/{method}", "/rest/{method}")
        )

    def _receive(self, request: Request, captures: Captures) -> Response:
        method, params = captures["method"].removesuffix(".json"), request.params
        return self._instruments.run(
            method,
            params,
            lambda: (
                self._address.redirect(request)
                or self._refused(captures, method, params)
                or self._answer(method, self._as_owner(captures, params))
            ),
        )

    def _refused(self, captures: Captures, method: str, params: Params) -> Response | None:
        if not self._bucket.admit():
            return TOO_MANY_REQUESTS
        if "code" not in captures:
            return _TOKEN_REFUSALS[self._token_state(params)]
        given = f"{captures['user_id']}/{captures['code']}"
        expected = f"{self._portal.webhook_user_id}/{self._portal.webhook_code}"
        if not compare_digest(given.encode(), expected.encode()):
            return WRONG_CREDENTIALS
        return APPLICATION_ONLY if method.lower() in _FOR_APPLICATIONS else None

    def _token_state(self, params: Params) -> TokenState | None:
        token = params.get("auth")
        return self._application.state(token) if isinstance(token, str) and token else None

    def _as_owner(self, captures: Captures, params: Params) -> Params:
        """The application that a token names owns the bot; a webhook has to say who does."""
        if "code" in captures:
            return params
        owner = self._portal.client_id
        fields = params.get("fields")
        named = {"fields": {**fields, "botToken": owner}} if isinstance(fields, Mapping) else {}
        return {**params, **named, "CLIENT_ID": owner, "botToken": owner}

    def _answer(self, method: str, params: Params) -> Response:
        perform = self._methods.get(method.lower())
        if perform is None:
            return UNKNOWN_METHOD
        started = self._clock()
        try:
            outcome = perform(params)
        except RestError as error:
            return refusal(error.status, error.code, error.description)
        return json_response(200, self._envelope(outcome, started))

    def _envelope(self, outcome: Json | Page, started: float) -> Mapping[str, Json]:
        time = timing(started, self._clock())
        if not isinstance(outcome, Page):
            return {"result": outcome, "time": time}
        paging = {"next": outcome.next_start} if outcome.next_start is not None else {}
        return {"result": outcome.result, **paging, "total": outcome.total, "time": time}
