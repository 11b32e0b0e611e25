"""The REST door of the portal: both URL forms, limits, envelope, method dispatch."""

from collections.abc import Callable, Mapping
from functools import partial
from hmac import compare_digest

from integrations.emulators.bitrix24.address import Address
from integrations.emulators.bitrix24.batch import run_batch
from integrations.emulators.bitrix24.budgets import Budgets
from integrations.emulators.bitrix24.oauth import Application, TokenState
from integrations.emulators.bitrix24.operating import OperationTimeLimit
from integrations.emulators.bitrix24.portal_time import timing
from integrations.emulators.bitrix24.refusals import (
    APPLICATION_ONLY,
    EXPIRED_TOKEN,
    INVALID_TOKEN,
    TOO_MANY_REQUESTS,
    WRONG_CREDENTIALS,
    refusal,
)
from integrations.emulators.bitrix24.rest_call import Page, Params, RestError, RestMethod
from integrations.emulators.configuration import Portal
from integrations.emulators.exchange import Json, Request, Response, json_response
from integrations.emulators.instruments import Instruments
from integrations.emulators.routing import Captures, Route

_FOR_APPLICATIONS = frozenset({"app.info", "event.bind", "event.get", "event.unbind"})
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
        budgets: Budgets,
        clock: Callable[[], float],
    ) -> None:
        self._portal = portal
        self._methods = {name.lower(): method for name, method in methods.items()}
        self._instruments = instruments
        self._application = application
        self._address = address
        self._budgets = budgets
        self._clock = clock

    def routes(self) -> tuple[Route, ...]:
        return tuple(
            Route(verb, template, self._receive)
            for verb in ("GET", "POST")
            for template in ("/rest/{user_id}/{code}/{method}", "/rest/{method}")
        )

    def _receive(self, request: Request, captures: Captures) -> Response:
        method, params = captures["method"].removesuffix(".json"), request.params
        caller = "webhook" if "code" in captures else "application"
        return self._instruments.run(
            method,
            params,
            lambda: (
                self._address.redirect(request)
                or self._refused(captures, method, request)
                or self._answer(caller, method, params)
            ),
        )

    def _refused(self, captures: Captures, method: str, request: Request) -> Response | None:
        if not self._budgets.requests.admit(request.source):
            return TOO_MANY_REQUESTS
        if "code" not in captures:
            return _TOKEN_REFUSALS[self._token_state(request.params)]
        given = f"{captures['user_id']}/{captures['code']}"
        expected = f"{self._portal.webhook_user_id}/{self._portal.webhook_code}"
        if not compare_digest(given.encode(), expected.encode()):
            return WRONG_CREDENTIALS
        return APPLICATION_ONLY if method.lower() in _FOR_APPLICATIONS else None

    def _token_state(self, params: Params) -> TokenState | None:
        token = params.get("auth")
        return self._application.state(token) if isinstance(token, str) and token else None

    def _answer(self, caller: str, method: str, params: Params) -> Response:
        started = self._clock()
        try:
            if method.lower() == "batch":
                outcome: Json | Page = run_batch(
                    params,
                    call=partial(self._outcome, caller),
                    timing=partial(self._timing, caller),
                    clock=self._clock,
                )
            else:
                outcome = self._outcome(caller, method, params)
        except OperationTimeLimit as error:
            return json_response(error.status, _blocked(error))
        except RestError as error:
            return refusal(error.status, error.code, error.description)
        return json_response(200, self._envelope(outcome, self._timing(caller, method, started)))

    def _outcome(self, caller: str, method: str, params: Params) -> Json | Page:
        perform = self._methods.get(method.lower())
        if perform is None:
            raise RestError(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
        self._budgets.operating.charge(caller, method)
        return perform(self._as_owner(caller, params))

    def _as_owner(self, caller: str, params: Params) -> Params:
        """The application that a token names owns the bot; a webhook has to say who does."""
        if caller == "webhook":
            return params
        owner = self._portal.client_id
        fields = params.get("fields")
        named = {"fields": {**fields, "botToken": owner}} if isinstance(fields, Mapping) else {}
        return {**params, **named, "auth": "", "CLIENT_ID": owner, "botToken": owner}

    def _timing(self, caller: str, method: str, started: float) -> Mapping[str, Json]:
        return {**timing(started, self._clock()), **self._budgets.operating.told(caller, method)}

    def _envelope(self, outcome: Json | Page, time: Mapping[str, Json]) -> Mapping[str, Json]:
        if not isinstance(outcome, Page):
            return {"result": outcome, "time": time}
        paging = {"next": outcome.next_start} if outcome.next_start is not None else {}
        return {"result": outcome.result, **paging, "total": outcome.total, "time": time}


def _blocked(error: OperationTimeLimit) -> Json:
    return {
        "error": error.code,
        "error_description": error.description,
        "time": {"operating_reset_at": error.reset_at},
    }
