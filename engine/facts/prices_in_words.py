"""Write prices told in words as digits, where an offer shown costs so much: `за две сто`.

Number words of Russian, as they are said of money, are fixed in the language and stand here.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from engine.facts.offers_by_price import costing
from engine.session import Offer

_MAY_BE_TOLD = re.compile(
    r"сот(?!ов)|(?<![а-я])сто(?![а-я])|двести|триста|четыреста|тысяч|тыщ|тыс(?![а-я])"
    r"|полтор|половин|\d ?[kк](?![a-zа-я])"
)
"""Cheaply: hundreds, thousands and halves of them."""

_WORD = re.compile(r"[а-я]+|\d+(?:[.,]\d+)?|k")
_FEW = "три четыре пять шесть семь восемь девять десять"
_TEENS = "один две три четыр пят шест сем восем девят"
_UNITS = {
    **dict.fromkeys(("один", "одна", "одну"), 1),
    **dict.fromkeys(("два", "две"), 2),
    **{word: value for value, word in enumerate(_FEW.split(), 3)},
    **{f"{stem}надцать": value for value, stem in enumerate(_TEENS.split(), 11)},
}
_TENS = {
    "двадцать": 20,
    "тридцать": 30,
    "сорок": 40,
    "девяносто": 90,
    **{f"{word}десят": value * 10 for word, value in _UNITS.items() if value in range(5, 9)},
}
_HUNDREDS = {
    "сто": 100,
    "двести": 200,
    "триста": 300,
    "четыреста": 400,
    **{f"{word}сот": value * 100 for word, value in _UNITS.items() if value in range(5, 10)},
}
_THOUSAND = re.compile(r"тысяч[аиу]?|тыщ[аиу]?|тыс")
_IN_SHORT = "тыс"
_ONE_AND_A_HALF = frozenset({"полторы", "полтора"})
_HALF = ["с", "половиной"]
_AT = frozenset({"за", "по"})
_COUNTED = ("шт", "компл", "пар", "грам", "км", "килом")
_K = 1_000
_HUNDRED = 100


class _Amount(NamedTuple):
    """A price in words first..last; `loose` where the words may count something else as well."""

    value: int
    first: int
    last: int
    loose: bool


def with_prices_in_digits(text: str, offers: Sequence[Offer]) -> str:
    """Return the text with the prices of offers that it tells in words told in digits."""
    small = text.lower()
    if not _MAY_BE_TOLD.search(small):
        return text
    found = list(_WORD.finditer(small))
    words = [_spelled(match, small) for match in found]
    written, end, first = "", 0, 0
    while first < len(words):
        amount = _price_at(words, first, offers)
        if amount is None:
            first += 1
            continue
        written += text[end : found[first].start()] + str(amount.value)
        first, end = amount.last, found[amount.last - 1].end()
    return written + text[end:]


def _spelled(word: re.Match[str], small: str) -> str:
    """`2к` is of thousands, `2 к пятнице` is not."""
    glued = word[0] in {"k", "к"} and small[word.start() - 1 : word.start()].isdecimal()
    return _IN_SHORT if glued else word[0]


def _price_at(words: list[str], first: int, offers: Sequence[Offer]) -> _Amount | None:
    # `за девятьсот восемьдесят две` is of two pieces where nothing costs 982.
    for with_units in (True, False):
        amount = _amount_at(words, first, with_units=with_units)
        if amount and _is_price(amount, words, offers):
            return amount
    return None


def _amount_at(words: list[str], first: int, *, with_units: bool) -> _Amount | None:
    """Read `полторы тысячи`, `три с половиной тыщи`, `две сто`, `семьсот шестьдесят`, `2к`."""
    if words[first] in _ONE_AND_A_HALF:
        named = _is_thousand(words, first + 1)
        return _Amount(_K + _K // 2, first, first + 1 + named, loose=not named)
    count, last = _count_at(words, first)
    half = count > 0 and words[last : last + len(_HALF)] == _HALF
    last += len(_HALF) * half
    named = _is_thousand(words, last)
    rest, end = _below_thousand(words, last + named, with_units=with_units)
    if not named and not half and rest < _HUNDRED:
        return None
    thousands = round((count or named) * _K) + half * _K // 2
    return _Amount(thousands + rest, first, end, loose=count > 0 and not named)


def _count_at(words: list[str], first: int) -> tuple[float, int]:
    word = words[first]
    if word[0].isdecimal():
        # `900 сто` is no amount, `2 сто` may be.
        few = len(word) < len("100") or not word.isdecimal()
        return (float(word.replace(",", ".")), first + 1) if few else (0, first)
    tens = _TENS.get(word, 0)
    last = first + bool(tens)
    unit = _UNITS.get(words[last], 0) if last < len(words) else 0
    return tens + unit, last + bool(unit)


def _is_thousand(words: list[str], place: int) -> bool:
    return place < len(words) and _THOUSAND.fullmatch(words[place]) is not None


def _below_thousand(words: list[str], first: int, *, with_units: bool) -> tuple[int, int]:
    value, last = 0, first
    for names in (_HUNDREDS, _TENS, _UNITS if with_units else {}):
        told = names.get(words[last], 0) if last < len(words) else 0
        if told and (value or names is not _UNITS):
            value, last = value + told, last + 1
    return value, last


def _is_price(amount: _Amount, words: list[str], offers: Sequence[Offer]) -> bool:
    if amount.last < len(words) and words[amount.last].startswith(_COUNTED):
        return False
    exact = any(int(offer.price) == amount.value for offer in offers)
    led = amount.first > 0 and words[amount.first - 1] in _AT
    alone = amount.last - amount.first == len(words)
    if led or alone:
        return exact or costing(offers, amount.value) is not None
    return exact and not amount.loose
