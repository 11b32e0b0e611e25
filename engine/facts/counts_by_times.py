"""Write apart offers and pieces typed as products or in a list: `2х4`, `1*2, 3*1`, `1-2, 2-1`."""

import re
from collections.abc import Sequence

from engine.session import Offer

_PRODUCT = re.compile(
    r"(?<![\w.,:/*-])(\d{1,2}) ?[xх×*] ?(\d{1,3})(?![\w/*-]|[.,:]\d)", re.IGNORECASE
)
_ITEM = re.compile(r"(?<![\w.,:/*-])(\d{1,2}) ?[-–—:=] ?(\d{1,3})(?![\w/*-]|[.,:]\d)")
_EQUATION = re.compile(r"\d{1,2} ?= ?\d{1,3}")
_LIST = re.compile(r"\d{1,2} ?[-–—:=] ?\d{1,3}(?:[ ,;и]+\d{1,2} ?[-–—:=] ?\d{1,3})+")


def with_times_apart(text: str, offers: Sequence[Offer]) -> str:
    """Return the text with `2х4` as `2 х4`, where every item begins with an offer shown."""
    products = _PRODUCT.findall(text) or _listed(text)
    ids = {offer.id for offer in offers}
    # Ids of other callers need not count from one.
    counted = range(1, len(ids) + 1) if products and min(ids) > len(ids) else ()
    shown = ids.union(counted)
    if not products or not all(int(number) in shown for number, _ in products):
        return text
    return _ITEM.sub(r"\1 х\2", _PRODUCT.sub(r"\1 х\2", text))


def _listed(text: str) -> list[tuple[str, str]]:
    """Return the items of a list of nothing but offers and pieces; none where they are ranges."""
    items = _ITEM.findall(text) if _LIST.fullmatch(text) or _EQUATION.fullmatch(text) else []
    offers = [int(number) for number, _ in items]
    ranges = "=" not in text and all(int(number) < int(pieces) for number, pieces in items)
    return [] if ranges or len(set(offers)) < len(offers) else items
