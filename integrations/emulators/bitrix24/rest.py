"""The REST door of the portal: webhook address, limits, envelope, method dispatch."""

from collections.abc import Callable, Mapping
from hmac import compare_digest

from integrations.emulators.bitrix24.leaky_bucket import LeakyBucket
from integrations.emulators.bitrix24.portal_time import timing
from integrations.emulators.bitrix24.refusals import (
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


class RestApi:
    """Answers `/rest/<user_id>/<code>/<method>[.json]` for one incoming webhook."""

    def __init__(
        self,
        *,
        portal: Portal,
        methods: Mapping[str, RestMethod],
        instruments: Instruments,
        bucket: LeakyBucket,
        clock: Callable[[], float],
    ) -> None:
        self._portal = portal
        self._methods = {name.lower(): method for name, method in methods.items()}
        self._instruments = instruments
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
        known = self._is_known_caller(captures)
        return self._instruments.run(
            method, params, lambda: self._answer(method, params, known_caller=known)
        )

    def _is_known_caller(self, captures: Captures) -> bool:
        given = f"{captures.get('user_id')}/{captures.get('code')}"
        expected = f"{self._portal.webhook_user_id}/{self._portal.webhook_code}"
        return compare_digest(given.encode(), expected.encode())

    def _answer(self, method: str, params: Params, *, known_caller: bool) -> Response:
        if not self._bucket.admit():
            return TOO_MANY_REQUESTS
        if not known_caller:
            return WRONG_CREDENTIALS
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
