"""Hear a line of our own list that a client sends back as the number of its offer."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from engine.session import Offer

_SIGN = "₽"
_TERM = r"(?:, ?(?:в наличии|срок (?:уточним|до \d+ [а-я]+)))?"
_PACKED = r"прода[её]тся по \d+ шт\.?(?:, поэтому \d+ вместо \d+)?"
_REMARKS = rf"(?:; ?(?:(?:аналог|замена) номера [\w-]+|{_PACKED}|[^;,.\n\d]+))*"
_OPTION = "вариант"


def with_lines_by_number(text: str, offers: Sequence[Offer]) -> str:
    """`4. BOSCH 0451103318 - 1 150 ₽, срок до 1 дня` is `вариант 4`.

    Beside the whole list only what else is said tells which of them is meant.
    """
    if _SIGN not in text:
        return text
    lines = Counter(_line_of(offer) for offer in offers)
    numbered = [(offer, rf"(?<![\w.]){offer.id}[.)] ?{_line_of(offer)}") for offer in offers]
    # One of two offers alike is told by its number only.
    bare = [(o, rf"(?<!\w){_line_of(o)}") for o in offers if lines[_line_of(o)] == 1]
    told, rest, heard = text, text, set[int]()
    # What is asked below the line is asked of it, and takes nothing.
    joint = r"\s*" if "?" in text else ""
    for offer, pattern in (*numbered, *bare):
        line = re.compile(pattern + joint, re.IGNORECASE)
        told, times = line.subn(rf"{_OPTION} {offer.id} \g<pieces>", told)
        rest, heard = line.sub("", rest), heard | ({offer.id} if times else set())
    return rest.strip() or text if len(heard) == len(offers) > 1 else told


def _line_of(offer: Offer) -> str:
    """Return a pattern of how the offer stands in a list, or in an order with its pieces."""
    number, price = re.escape(offer.part_number), _written(offer.price)
    counted = rf"(?:(?P<pieces>\d+ шт)\. × )?{price} ?₽(?: = [\d ,]+₽)?"
    return rf"(?:{re.escape(offer.brand)} )?{number} ?-? ?{counted}{_TERM}{_REMARKS}"


def _written(price: Decimal) -> str:
    """Return a pattern of the price, with thousands apart or not and with its kopecks or not."""
    rubles, kopecks = divmod(price, 1)
    apart = f"{int(rubles):,}".replace(",", " ?")
    return rf"{apart}(?:,\d\d)?" if kopecks else apart
