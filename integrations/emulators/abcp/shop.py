"""The client API of one ABCP shop over HTTP."""

from collections.abc import Callable, Mapping
from hmac import compare_digest
from itertools import count
from typing import TypeAlias

from integrations.emulators.abcp.catalogue import Article, Catalogue
from integrations.emulators.abcp.refusals import (
    NOT_FOUND,
    UNKNOWN_OPERATION,
    WRONG_CREDENTIALS,
    AbcpError,
    fault_modes,
    refusal,
)
from integrations.emulators.abcp.rows import article_row, brand_row, named_brand, status_row
from integrations.emulators.configuration import Shop
from integrations.emulators.exchange import Json, Request, Response, json_response
from integrations.emulators.instruments import Instruments
from integrations.emulators.routing import Router

Params: TypeAlias = Mapping[str, Json]
_ORDER_SUBSYSTEM = 1


class AbcpEmulator:
    """Answers client operations from a catalogue; auth may sit in the query or in the body."""

    def __init__(self, shop: Shop, catalogue: Catalogue, clock: Callable[[], float]) -> None:
        self._shop = shop
        self._catalogue = catalogue
        self._instruments = Instruments(fault_modes(), clock)
        self._control = Router(self._instruments.routes())
        self._searches = count(1)
        self._operations: Mapping[str, Callable[[Params], Json]] = {
            "search/brands": self._search_brands,
            "search/articles": self._search_articles,
            "articles/brands": self._brand_names,
            "orders/version": lambda _: _ORDER_SUBSYSTEM,
            "orders/statuses": self._order_statuses,
        }

    def handle(self, request: Request) -> Response:
        controlled = self._control.answer(request)
        if controlled:
            return controlled
        operation, params = request.path.strip("/"), request.params
        return self._instruments.run(operation, params, lambda: self._answer(operation, params))

    def _answer(self, operation: str, params: Params) -> Response:
        perform = self._operations.get(operation)
        if perform is None:
            return UNKNOWN_OPERATION
        if not self._is_authentic(params):
            return WRONG_CREDENTIALS
        try:
            return json_response(200, perform(params))
        except AbcpError as error:
            return error.response

    def _is_authentic(self, params: Params) -> bool:
        login, password = str(params.get("userlogin", "")), str(params.get("userpsw", ""))
        return login == self._shop.login and compare_digest(
            password.encode(), self._shop.password_md5.encode()
        )

    def _search_brands(self, params: Params) -> Json:
        articles = self._catalogue.articles_numbered(_required(params, "number"))
        return _found([brand_row(article) for article in articles])

    def _search_articles(self, params: Params) -> Json:
        number, brand = _required(params, "number"), _required(params, "brand")
        name = self._catalogue.brand_name(brand)
        numbered = self._catalogue.articles_numbered(number)
        asked = [article for article in numbered if article.key.brand == name]
        analogs = [analog for article in asked for analog in self._catalogue.analogs_of(article)]
        shown = [(article, False) for article in asked]
        if params.get("withOutAnalogs") not in ("1", 1):
            shown += [(analog, True) for analog in analogs]
        search_number = next(self._searches)
        online = params.get("useOnlineStocks") in ("1", 1)
        return _found(
            [
                row
                for article, analog in shown
                for row in _offer_rows(article, search_number, analog=analog, online=online)
            ]
        )

    def _brand_names(self, _: Params) -> Json:
        return [named_brand(brand) for brand in self._catalogue.brands.values()]

    def _order_statuses(self, _: Params) -> Json:
        return [status_row(status) for status in self._catalogue.order_statuses]


def _offer_rows(article: Article, search_number: int, *, analog: bool, online: bool) -> list[Json]:
    return [
        article_row(article, offer, search_number=search_number, analog=analog)
        for offer in article.offers
        if online or not offer.supplier.online
    ]


def _required(params: Params, name: str) -> str:
    value = params.get(name)
    if not isinstance(value, str) or not value.strip():
        raise AbcpError(refusal(400, 2, f"Required parameter missing: {name}"))
    return value


def _found(rows: list[Json]) -> Json:
    if not rows:
        raise AbcpError(NOT_FOUND)
    return rows
