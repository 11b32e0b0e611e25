"""Delivery terms in days, from ABCP's hours and from the texts that shops put in their place."""

import re
from decimal import Decimal
from math import ceil

from integrations.abcp.numbers import decimal_of

_HOURS_PER_DAY = 24
_LONGEST_HOURS = 365 * _HOURS_PER_DAY
_UNITS: tuple[tuple[str, int], ...] = (
    (r"(?:р|раб)\w*\.?\s?д\w*|д(?:н\w*)?|days?|сут\w*", _HOURS_PER_DAY),
    (r"нед\w*|weeks?", 7 * _HOURS_PER_DAY),
    (r"мес\w*", 30 * _HOURS_PER_DAY),
    # Last, because "при заказе до 16 часов 2 дня" speaks of a time of day first.
    (r"ч(?:ас\w*)?", 1),
)
# The last number counts: "3-5 дней" and "от 3 до 5 дней" promise five.
_AMOUNT = r"(?<![\d:.,])(\d{1,4})\s?-?\s?"
_PATTERNS = tuple((re.compile(rf"{_AMOUNT}(?:{unit})(?!\w)"), hours) for unit, hours in _UNITS)
_WORDS: tuple[tuple[str, int], ...] = (
    ("послезавтра", 2),
    ("завтра", 1),
    ("сегодня", 0),
)
# Nothing but these words: "нет на складе" and "на складе поставщика" say something else.
_IN_STOCK = frozenset({"на складе", "на нашем складе", "на складе в наличии", "в наличии"})
_TEXT_LIMIT = 200


def days_of(*, hours: object, replacement: str) -> int | None:
    """Return whole days, rounded up; the shop's text outranks the hours it stands for."""
    by_text = _days_in(replacement)
    return by_text if by_text is not None else _rounded_up(decimal_of(hours))


def _days_in(text: str) -> int | None:
    words = " ".join(text[:_TEXT_LIMIT].lower().split()).strip(" .!")
    if words in _IN_STOCK:
        return 0
    bare_hours = decimal_of(words)
    if bare_hours is not None:
        return _rounded_up(bare_hours)
    for pattern, hours in _PATTERNS:
        amounts = pattern.findall(words)
        if amounts:
            return _rounded_up(Decimal(amounts[-1]) * hours)
    return next((days for word, days in _WORDS if word in words), None)


def _rounded_up(hours: Decimal | None) -> int | None:
    if hours is None or not 0 <= hours <= _LONGEST_HOURS:
        return None
    return ceil(hours / _HOURS_PER_DAY)
