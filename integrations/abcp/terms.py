"""Delivery terms in days of the calendar: no shorter than anything the shop says of an offer.

ABCP gives hours, sometimes the most hours, and a text that stands for the term where the most is
not filled in (`deadlineReplace`); every shop writes its own.
"""

import re
from decimal import Decimal
from math import ceil

from integrations.abcp.numbers import decimal_of

_HOURS_PER_DAY = 24
_LONGEST_DAYS = 365
_WORKING_WEEK = 5
_WEEKEND = 2
_UNITS: tuple[tuple[str, int], ...] = (
    (r"(?:(?:р|раб|к|кал)\w*[./]?\s?)?(?:д|дн\w*|дня|день|сут\w*)|(?:\w+\s)?days?", _HOURS_PER_DAY),
    (r"нед\w*|weeks?", 7 * _HOURS_PER_DAY),
    (r"мес\w*|months?", 30 * _HOURS_PER_DAY),
    # Last, because "при заказе до 16 часов 2 дня" speaks of a time of day first.
    (r"ч(?:ас\w*)?|hours?", 1),
)
# The largest number counts: "3-5 дней" and "от 3 до 5 дней" promise five; "(+2 дня)" comes on top.
_AMOUNT = r"(\+\s?)?(?<![\d:.,])(\d{1,4}(?:[.,]\d)?)\s?-?\s?"
_PATTERNS = tuple((re.compile(rf"{_AMOUNT}(?:{unit})(?!\w)"), hours) for unit, hours in _UNITS)
_OF_WORKING_DAYS = re.compile(r"\bраб|\bр\.?/?\s?д|\bbusiness\b|\bworking\b")
# "от 5 дней" promises nothing unless a last day follows.
_OPEN = re.compile(r"\b(?:от|более|больше|свыше|не менее|не раньше|минимум)\s+\d+(?!\s?-\s?\d)")
# "30+ дней" neither, whatever follows.
_AND_MORE = re.compile(r"\d\s?\+")
_CLOSED = re.compile(r"\b(?:до|по)\s+\d+")
_WORDS: tuple[tuple[str, int], ...] = (
    ("послезавтра", 2),
    ("завтра", 1),
    ("на следующий день", 1),
    ("через день", 2),
    ("через неделю", 7),
    ("в течение недели", 7),
    ("через месяц", 30),
    ("в течение месяца", 30),
    ("сегодня", 0),
)
# Nothing but these words: "нет на складе" and "на складе поставщика" say something else.
_IN_STOCK = frozenset(
    {"на складе", "на нашем складе", "на складе в наличии", "в наличии", "в наличии на складе"}
)
# A stretch of time whose length cannot be read ("десять дней", "пару недель") may be any.
_UNREAD = re.compile(r"\b(?:дн\w*|день|дня|сут\w*|недел\w*|месяц\w*|days?|weeks?|months?)\b")
_TEXT_LIMIT = 200


def days_of(*, hours: object, longest: object, replacement: str) -> int | None:
    """Return within how many days an offer comes, None when the shop does not commit itself."""
    words = " ".join(replacement[:_TEXT_LIMIT].lower().split()).strip(" .!")
    told = _days_in(words)
    if _has_no_end(words) or (told is None and _UNREAD.search(words)):
        return None
    usual, most = _whole_days(decimal_of(hours)), _most(hours, longest)
    if told is None and most is None:
        # A text that says anything else takes back "today", the one term that is no estimate.
        return None if usual == 0 and words else usual
    return max(days for days in (most, told) if days is not None)


def _has_no_end(words: str) -> bool:
    open_ended = _OPEN.search(words) and not _CLOSED.search(words)
    return bool(open_ended or _AND_MORE.search(words))


def _most(hours: object, longest: object) -> int | None:
    """Return the days of the most hours; shops fill in 0 or less than the usual for none."""
    usual, most = decimal_of(hours) or Decimal(0), decimal_of(longest)
    return None if most is None or most <= 0 or most < usual else _whole_days(most)


def _days_in(words: str) -> int | None:
    if words in _IN_STOCK:
        return 0
    bare_hours = decimal_of(words)
    if bare_hours is not None:
        return _whole_days(bare_hours)
    for pattern, hours in _PATTERNS:
        amounts = pattern.findall(words)
        if amounts:
            of_work = hours == _HOURS_PER_DAY and bool(_OF_WORKING_DAYS.search(words))
            return _whole_term(amounts, hours, of_work=of_work)
    return next((days for word, days in _WORDS if word in words), None)


def _whole_term(amounts: list[tuple[str, str]], hours: int, *, of_work: bool) -> int | None:
    """Return the days of the largest amount and of all that come on top."""
    read = [(bool(plus), Decimal(amount.replace(",", "."))) for plus, amount in amounts]
    largest = max((amount for plus, amount in read if not plus), default=Decimal(0))
    more = sum((amount for plus, amount in read if plus), Decimal(0))
    days = _whole_days((largest + more) * hours)
    return _with_weekends(days) if of_work and days else days


def _with_weekends(working_days: int) -> int:
    """Return the days that so many working days take when they begin before a weekend."""
    return working_days + _WEEKEND * ceil(working_days / _WORKING_WEEK)


def _whole_days(hours: Decimal | None) -> int | None:
    if hours is None or not 0 <= hours <= _LONGEST_DAYS * _HOURS_PER_DAY:
        return None
    return ceil(hours / _HOURS_PER_DAY)
