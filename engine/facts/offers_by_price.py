"""Offers named by what they cost or how soon they come: `за 4500`, `который за 2 дня`.

Roubles, days, pronouns and prepositions are fixed in the language and stand here; words of limits
and terms are facts of the lexicon.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.numerals import cardinal_at
from engine.facts.offers_by_digit import OFFERS_LIMIT
from engine.facts.quantities import Pieces
from engine.session import Offer

POINTING = re.compile(r"котор\w{2,3}|тот|та|то|ту|этот|эту|эта|где|что|шо|чо|че|вариант|у")
_POINTS = re.compile(r"котор\w{2,3}|что")
_IN = frozenset({"в", "на"})
_REACH = 4
_EACH, _FOR = "по", "за"
_FEW = 50
_OF_PRICE = frozenset({"за", "по"})
_BETWEEN_PRICES = ("correction_words", "prefer_words", "filler_words", "polite_words")
_OF_TERM = frozenset({"за", "через", "в"})
_AROUND_SPAN = frozenset({"с", "со", "за", "в"})
_DAYS = re.compile(r"дн\w{0,2}|день|сут\w+|рабочих")
_TERMS = {"день": 1, "сутки": 1, "неделю": 7, "завтра": 1, "послезавтра": 2, "сегодня": 0}
_ROUBLES = re.compile(r"(\d{2,6})(?:р|руб\w{0,3}|rub)")
_THOUSAND = re.compile(r"\d{3}")
_ROUND = 100
_CLOSE = 10
"""A rounded price is off by less than this part of it."""
_COINS = frozenset({"р", "руб", "рублей", "рубля", "rub", "рэ"})


def by_price(hearing: Hearing) -> Iterator[Mention]:
    """Find prices of one offer that something points at."""
    prices = list(_prices(hearing))
    alone = bool(prices) and _says_only_prices(hearing, prices)
    bare = alone and _are_exact(hearing, prices)
    pointed = None
    for number, index, last in prices:
        of_price = hearing.word(index - 1) in _OF_PRICE
        before = index - 1 - of_price
        # `2 за 3900` tells of one offer twice.
        twice = hearing.word(index - 1) == _FOR and hearing.word(before) == str(number)
        follows = pointed is not None and _follows(hearing, pointed, index)
        if (
            twice
            or follows
            or bare
            or (alone and of_price)
            or _points_at_price(hearing, index, last)
        ):
            yield Mention((number,), before if twice else index - of_price, last)
            pointed = last


def _prices(hearing: Hearing) -> Iterator[tuple[int, int, int]]:
    """Return offers by their prices, and the words that name each."""
    index = 0 if hearing.words.with_digits else len(hearing.words)
    while index < len(hearing.words):
        price, last = price_at(hearing, index)
        if offer := costing(hearing.offers_at(index), price):
            yield offer.id, index, last
        index = last


def _are_exact(hearing: Hearing, prices: Sequence[tuple[int, int, int]]) -> bool:
    """`980`: nothing but the very price; a round one may be what the client would pay."""
    costs = {offer.id: int(offer.price) for offer in hearing.offers}
    return all(price_at(hearing, index)[0] == costs[number] for number, index, _ in prices)


def _says_only_prices(hearing: Hearing, prices: Sequence[tuple[int, int, int]]) -> bool:
    """`за 760 две`, `за 450, нет, лучше за 520`."""
    if hearing.strict:
        return False
    told = {place for _, index, last in prices for place in range(index, last)}
    told |= {index - 1 for _, index, _ in prices if hearing.word(index - 1) in _OF_PRICE}
    edges = {place for _, index, last in prices for place in (index - 2, last)}
    counts = {place for place in edges if _is_worded_count(hearing, place)}
    return hearing.says_only({*told, *counts, *hearing.places(*_BETWEEN_PRICES)})


def _follows(hearing: Hearing, before: int, index: int) -> bool:
    """`давайте за 2100, хотя нет, за 1900`, `за 2100 и за 1900`: as one price, so the next."""
    idle = hearing.places(*_BETWEEN_PRICES)
    return all(
        place in idle or hearing.word(place) in _OF_PRICE | JOINING
        for place in range(before, index)
    )


def price_at(hearing: Hearing, index: int) -> tuple[int, int]:
    """Return the price that starts at a word, 0 when none does, and where it ends."""
    words = hearing.words
    if glued := _ROUBLES.fullmatch(words.lower[index]):
        return int(glued[1]), index + 1
    if not words.lower[index].isdecimal():
        return 0, index + 1
    digits, last = words.lower[index], index + 1
    while last < len(words) and words.separator(last) in {" ", "."} and len(digits) <= _REACH:
        if len(words.lower[index]) > len("999") or not _THOUSAND.fullmatch(words.lower[last]):
            break
        digits, last = digits + words.lower[last], last + 1
    value = int(digits) if len(digits) <= len("999999") else 0
    with_coin = last + (hearing.word(last) in _COINS and not words.breaks[last])
    return (value if value >= OFFERS_LIMIT else 0), with_coin


def costing(offers: Sequence[Offer], price: int) -> Offer | None:
    """Return the one offer at this price; a round price may stand for its neighbour."""
    if not price:
        return None
    exact = [o for o in offers if price in {int(o.price), round(o.price)}]
    rounded = [
        o
        for o in offers
        if not price % _ROUND and abs(o.price - price) < min(_ROUND, price // _CLOSE)
    ]
    fitting = exact or rounded
    return fitting[0] if len(fitting) == 1 else None


def _points_at_price(hearing: Hearing, index: int, last: int) -> bool:
    if index - 1 in hearing.places("limit_words"):
        return False
    of_price = hearing.word(index - 1) in _OF_PRICE
    if of_price and any(pieces.last == index - 1 for pieces in hearing.pieces):
        return True
    if hearing.strict and not hearing.places("choose_words"):
        return False
    pointed = _is_pointed(hearing, index) or hearing.word(last).startswith("котор")
    return pointed or hearing.near(("choose_words",), index, _REACH)


def with_counts_at_prices(hearing: Hearing) -> Hearing:
    """Add to the pieces the counts before prices of offers: `2 по 450 и 1 по 900`."""
    if hearing.strict and not hearing.places("choose_words"):
        return hearing
    counted = [place for place in range(len(hearing.words) - 2) if _is_count_at(hearing, place)]
    counted = counted or _counts_behind(hearing)
    told = (Pieces(cardinal_at(hearing.words, p) or 0, p, p + 1) for p in counted)
    if not counted:
        return hearing
    pieces = sorted((*hearing.pieces, *told), key=lambda pieces: pieces.first)
    return replace(hearing, pieces=pieces)


def _counts_behind(hearing: Hearing) -> list[int]:
    """`за 1150 две и за 760 одну`: of several prices each with a count in words behind it."""
    prices = [(index, last) for _, index, last in _prices(hearing)]
    behind = [last for index, last in prices if hearing.word(index - 1) in _OF_PRICE]
    counted = [place for place in behind if _is_worded_count(hearing, place)]
    return counted if len(counted) > 1 and hearing.taken.isdisjoint(counted) else []


def _is_count_at(hearing: Hearing, place: int) -> bool:
    count = cardinal_at(hearing.words, place)
    if count is None or not 0 < count < _FEW or place in hearing.taken:
        return False
    by = place + 1
    if hearing.word(by) != _EACH or hearing.words.breaks[by] or by + 1 in hearing.taken:
        return False
    price, _ = price_at(hearing, by + 1)
    return costing(hearing.offers_at(by + 1), price) is not None


def _is_worded_count(hearing: Hearing, place: int) -> bool:
    """`за 760 две`."""
    worded = 0 <= place < len(hearing.words) and not hearing.word(place).isdecimal()
    return worded and cardinal_at(hearing.words, place) is not None


def _is_pointed(hearing: Hearing, index: int) -> bool:
    clause = hearing.clause(index)
    # `тот, что за 900`: a comma stands between the pronoun and the price as a rule.
    start = (
        clause.start - 1 if hearing.word(clause.start - 1) in {"тот", "та", "то"} else clause.start
    )
    before = range(max(start, index - _REACH, 0), index)
    return any(_points(hearing, place, index) for place in before)


def _points(hearing: Hearing, place: int, index: int) -> bool:
    """`у вас за 900`, `слышал что манн за 900`, `то есть 900` point at nothing."""
    word, after = hearing.word(place), hearing.word(place + 1)
    if word == "у":
        return after.startswith(("котор", "кого"))
    if word == "что":
        between = range(place + 1, index)
        return all(hearing.word(other) in _OF_PRICE | _OF_TERM for other in between)
    return POINTING.fullmatch(word) is not None and (word, after) != ("то", "есть")


def by_term(hearing: Hearing) -> Iterator[Mention]:
    """Find terms of one offer that something points at."""
    for index in range(len(hearing.words)):
        days, last = days_at(hearing, index)
        if days is None or not _points_at_term(hearing, index, last):
            continue
        fitting = [o.id for o in hearing.offers_at(index) if o.delivery_days == days]
        if len(fitting) == 1:
            yield Mention((fitting[0],), index - _is_of_term(hearing, index - 1), last)
    yield from _in_stock(hearing)


def _in_stock(hearing: Hearing) -> Iterator[Mention]:
    """`те что на складе`, `бош, который в наличии`: the only offer that need not be awaited."""
    makers = {maker for first, _, maker in hearing.makers if hearing.word(first - 1) != "не"}
    for place in sorted(hearing.places("in_stock_words")):
        before = place - (hearing.word(place - 1) in _IN)
        if hearing.strict or not _POINTS.fullmatch(hearing.word(before - 1)):
            continue
        here = [offer for offer in hearing.offers_at(place) if offer.delivery_days == 0]
        here = [offer for offer in here if not makers or offer.brand.casefold() in makers]
        if len(here) == 1:
            yield Mention((here[0].id,), before - 1, place + 1)


def _is_of_term(hearing: Hearing, place: int) -> bool:
    return hearing.word(place) in _OF_TERM or place in hearing.places("term_words")


def days_at(hearing: Hearing, index: int) -> tuple[int | None, int]:
    """Return the days that a term at a word tells, None when none stands there, and its end."""
    word = hearing.words.lower[index]
    if index in hearing.numbers:
        return None, index + 1
    if word in _TERMS and cardinal_at(hearing.words, index - 1) is None:
        return _TERMS[word], index + 1
    if _DAYS.fullmatch(hearing.word(index + 1)):
        return cardinal_at(hearing.words, index), index + 2
    return None, index + 1


def _points_at_term(hearing: Hearing, index: int, last: int) -> bool:
    if hearing.strict and not hearing.places("choose_words"):
        return False
    if _is_pointed(hearing, index) or hearing.word(last).startswith("котор"):
        return True
    spans = hearing.places("by_term_words")
    if spans and not hearing.strict:
        around = (i for i, word in enumerate(hearing.words.lower) if word in _AROUND_SPAN)
        if hearing.says_only([*range(index, last), *around, *spans]):
            return True
    told = hearing.word(index - 1) == "за" or index - 1 in hearing.places("term_words")
    return told and hearing.near(("choose_words",), index, _REACH)
