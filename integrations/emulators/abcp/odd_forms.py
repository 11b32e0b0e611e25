"""Answers in the odd forms that shops are seen to give, to be played on demand."""

import json
from collections.abc import Callable, Mapping

from integrations.emulators.exchange import Json, Response, html_response, json_response
from integrations.emulators.faults import FaultMode, alter, refuse_with

_FIGURES = frozenset(
    {
        *("price", "priceRate", "priceInSiteCurrency", "sellPrice", "sum", "debt", "deliveryCost"),
        *("quantity", "quantityOrdered", "packing", "availability", "count", "wholeOrderOnly"),
        *("deadline", "deadlineMax", "statusCode", "positionId", "supplierCode"),
    }
)
"""Columns that some shops write as text and others as numbers; part numbers are always text."""

_OF_ORDERS_ONLY = "positionsQuantity"
_NO_BREAK_SPACE = "\u00a0"


def odd_forms() -> Mapping[str, FaultMode]:
    """Return a mode for each form."""
    return {
        "list_as_object": alter(_changed(_keyed)),
        "numbers_as_text": alter(_changed(_as_text)),
        "numbers_as_figures": alter(_changed(_as_figures)),
        "errors_as_list": alter(_changed(lambda value: _with_error(value, lambda text: [text]))),
        "errors_as_object": alter(
            _changed(lambda value: _with_error(value, lambda text: {"order": text}))
        ),
        "html_200": refuse_with(html_response(200, "<html><body>Технические работы</body></html>")),
    }


def _changed(change: Callable[[Json], Json]) -> Callable[[Response], Response]:
    def answer(response: Response) -> Response:
        return json_response(response.status, change(json.loads(response.body)))

    return answer


def _keyed(value: Json) -> Json:
    """PHP turns a list with gaps into an object, so shops answer {"0": .., "1": ..}."""
    if not isinstance(value, list):
        return value
    return {str(index): item for index, item in enumerate(value)}


def _as_text(value: Json) -> Json:
    """Write every number as text; no-break spaces set the thousands of sums apart."""
    if isinstance(value, dict):
        return {
            name: item.replace(" ", _NO_BREAK_SPACE)
            if name in {"sum", "debt"} and isinstance(item, str)
            else _as_text(item)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def _as_figures(value: Json) -> Json:
    """Write figures as numbers, and the numbers of orders too."""
    if isinstance(value, dict):
        names = _FIGURES | ({"number"} if _OF_ORDERS_ONLY in value else set())
        return {
            name: _figure(item) if name in names else _as_figures(item)
            for name, item in value.items()
        }
    return [_as_figures(item) for item in value] if isinstance(value, list) else value


def _figure(value: Json) -> Json:
    if not isinstance(value, str):
        return _as_figures(value)
    text = value.replace(" ", "").replace(",", ".")
    if text.isascii() and text.isdecimal():
        return int(text)
    whole, point, cents = text.partition(".")
    return float(text) if point and whole.isdecimal() and cents.isdecimal() else value


def _with_error(value: Json, change: Callable[[str], Json]) -> Json:
    """Say what is wrong as a list or an object of texts; PHP writes an empty one as a list."""
    if not isinstance(value, dict) or "errorMessage" not in value:
        return value
    text = str(value["errorMessage"])
    return {**value, "errorMessage": change(text) if text else []}
