"""Write apart an offer and its pieces that are typed as a product: `2х4`, `1*2, 3*1`."""

import re
from collections.abc import Sequence

from engine.session import Offer

_PRODUCT = re.compile(
    r"(?<![\w.,:/*-])(\d{1,2}) ?[xх×*] ?(\d{1,3})(?![\w/*-]|[.,:]\d)", re.IGNORECASE
)


def with_times_apart(text: str, offers: Sequence[Offer]) -> str:
    """Return the text with `2х4` as `2 х4`, where each product begins with an offer shown."""
    products = _PRODUCT.findall(text)
    ids = {offer.id for offer in offers}
    # Ids of other callers need not count from one.
    counted = range(1, len(ids) + 1) if products and min(ids) > len(ids) else ()
    shown = ids.union(counted)
    if not products or not all(int(number) in shown for number, _ in products):
        return text
    return _PRODUCT.sub(r"\1 х\2", text)
