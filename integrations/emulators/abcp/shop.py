"""The client API of one ABCP shop over HTTP."""

from collections.abc import Callable, Mapping
from functools import partial
from hmac import compare_digest
from itertools import count

from integrations.emulators.abcp.catalogue import Article, Catalogue
from integrations.emulators.abcp.odd_forms import odd_forms
from integrations.emulators.abcp.operations import Operation
from integrations.emulators.abcp.ordering import Ordering
from integrations.emulators.abcp.parameters import Params, required_text
from integrations.emulators.abcp.refusals import (
    NOT_FOUND,
    UNKNOWN_OPERATION,
    WRONG_CREDENTIALS,
    AbcpError,
    fault_modes,
)
from integrations.emulators.abcp.rows import (
    article_row,
    brand_row,
    item_key,
    named_brand,
    status_row,
    tip_row,
)
from integrations.emulators.configuration import Shop
from integrations.emulators.exchange import (
    Json,
    Request,
    Response,
    html_response,
    json_response,
)
from integrations.emulators.instruments import Instruments
from integrations.emulators.routing import Captures, Route, Router

_TIPS = 20


class AbcpEmulator:
    """Answers client operations from a catalogue; auth may sit in the query or in the body."""

    def __init__(self, shop: Shop, catalogue: Catalogue, clock: Callable[[], float]) -> None:
        self._shop = shop
        self._catalogue = catalogue
        self._ordering = Ordering(catalogue, clock)
        modes = {**fault_modes(), **odd_forms(), **self._ordering.fault_modes()}
        self._instruments = Instruments(modes, clock)
        self._control = Router(
            (
                *self._instruments.routes(),
                *self._ordering.routes(self._instruments.calls),
                Route("GET", "/", self._page),
            )
        )
        self._searches = count(1)
        self._operations: Mapping[str, Operation] = {
            "search/brands": Operation("GET", self._search_brands),
            "search/articles": Operation("GET", self._search_articles),
            "search/tips": Operation("GET", self._search_tips),
            "articles/brands": Operation("GET", self._brand_names),
            "orders/statuses": Operation("GET", self._order_statuses),
            **self._ordering.table(),
        }

    def handle(self, request: Request) -> Response:
        controlled = self._control.answer(request)
        if controlled:
            return controlled
        operation, params = request.path.strip("/"), request.params
        answer = partial(self._answer, operation, request.method, params)
        return self._instruments.run(operation, params, answer)

    def _answer(self, name: str, verb: str, params: Params) -> Response:
        operation = self._operations.get(name)
        if operation is None or (operation.verb == "POST" and verb != "POST"):
            return UNKNOWN_OPERATION
        if not self._is_authentic(params):
            return WRONG_CREDENTIALS
        try:
            return json_response(200, operation.perform(params))
        except AbcpError as error:
            return error.response

    def _page(self, _request: Request, _: Captures) -> Response:
        return html_response(200, self._ordering.page(self._instruments.calls))

    def _is_authentic(self, params: Params) -> bool:
        login, password = str(params.get("userlogin", "")), str(params.get("userpsw", ""))
        return login == self._shop.login and compare_digest(
            password.encode(), self._shop.password_md5.encode()
        )

    def _search_brands(self, params: Params) -> Json:
        articles = self._catalogue.articles_numbered(required_text(params, "number"))
        return _found([brand_row(article) for article in articles])

    def _search_tips(self, params: Params) -> Json:
        articles = self._catalogue.articles_beginning(required_text(params, "number"))
        return _found([tip_row(article) for article in articles[:_TIPS]])

    def _search_articles(self, params: Params) -> Json:
        number, brand = required_text(params, "number"), required_text(params, "brand")
        name = self._catalogue.brand_name(brand)
        numbered = self._catalogue.articles_numbered(number)
        asked = [article for article in numbered if article.key.brand == name]
        analogs = [analog for article in asked for analog in self._catalogue.analogs_of(article)]
        alone = params.get("withOutAnalogs") in ("1", 1)
        # What the maker itself sells instead is no analog of another maker: it comes all the same.
        others = [other for other in analogs if other.key.brand == name or not alone]
        shown = [*((article, False) for article in asked), *((other, True) for other in others)]
        search_number = next(self._searches)
        online = params.get("useOnlineStocks") in ("1", 1)
        return _found(
            [
                row
                for article, analog in shown
                for row in self._offer_rows(article, search_number, analog=analog, online=online)
            ]
        )

    def _offer_rows(
        self, article: Article, search_number: int, *, analog: bool, online: bool
    ) -> list[Json]:
        rows: list[Json] = []
        for offer in article.offers:
            if online or not offer.supplier.online:
                now = self._ordering.stock.current(article, offer)
                rows.append(article_row(article, now, search_number=search_number, analog=analog))
                self._ordering.stock.issue(item_key(article, offer, search_number), article, offer)
        return rows

    def _brand_names(self, _: Params) -> Json:
        return [named_brand(brand) for brand in self._catalogue.brands.values()]

    def _order_statuses(self, _: Params) -> Json:
        return [status_row(status) for status in self._catalogue.order_statuses]


def _found(rows: list[Json]) -> Json:
    if not rows:
        raise AbcpError(NOT_FOUND)
    return rows
