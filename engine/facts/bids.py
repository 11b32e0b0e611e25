"""Hear a price that the client would pay: `бюджет 700`, `за 400 отдадите?`, `до 800 есть?`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.facts.numerals import ordinal_at
from engine.facts.offers_by_price import costing
from engine.facts.phrases import Hit
from engine.facts.said import Said
from engine.session import Offer

_STANDS_FOR = ("bargain_words", "objection_price")
"""Lexicon facts that a bid says in digits."""

_FAR_BELOW = 5
"""A fifth of the cheapest offer and less is no price of it."""

_ROUND = 100

_OTHER_UNITS = (
    r"м|мм|см|км|метр\w*|километр\w*|кг|г|гр|грамм\w*|л|литр\w*|дн\w+|день|сут\w+|час\w*|мин\w*"
    r"|недел\w+|год\w*|лет|шт\w*|штук\w?|процент\w*|вольт\w*|ампер\w*|раз\w*"
)
_AMOUNT = rf"(\d{{1,3}}[ .]\d{{3}}|\d{{2,6}})(?!\d|[.,:/-]\d| ?%| ?(?:{_OTHER_UNITS})(?!\w))"
_ROUBLES = r" ?(?:р|руб\w{0,3}|рэ)(?!\w)"
_SELLING = (
    r"(?:отда|прода|сдела|уступ|возьм|забер|забир|бер|купл|куп[ию]|взял|давай|договор|оформ)\w*"
    r"|пойдет|получится|можно|по рукам"
)
_SEEKING = r"есть|найд\w+|вариант\w*|что|чего|нужно|надо|нужен|нужна|ищу|можно|подбер\w+"
_LOWERING = r"(?:скин|сброс|снизь|сниз|опуст|уступ|сбав|подвин)\w*"
_BUDGET = (
    r"бюджет\w{0,3}(?:[ :-]+(?:у|меня|до|в|около|примерно|где|то|это|всего|только)){0,3}"
    r"|не (?:дороже|больше|более|выше|свыше)(?: чем)?(?: за| по)?|макс(?:имум)?"
    r"|в (?:пределах|районе)|рассчитыва\w+ на|уложи\w+ в"
)
_LIMITS = re.compile(
    rf"(?<!\w)(?:(?:{_BUDGET})[ :-]+{_AMOUNT}"
    rf"|до {_AMOUNT}(?:{_ROUBLES})?(?: \w+){{0,2}} (?:{_SEEKING})(?!\w)"
    rf"|(?:{_LOWERING})(?: \w+){{0,2}} до {_AMOUNT}"
    rf"|(?:{_SEEKING})(?: \w+){{0,2}} до {_AMOUNT})"
)
_PAYS = re.compile(
    rf"(?<!\w)(?:(?:за|по) {_AMOUNT}(?:{_ROUBLES})?[ ,-]+(?:\w+ ){{0,2}}(?:{_SELLING})(?!\w)"
    rf"|(?:{_SELLING})(?: \w+){{0,2}} (?:за|по) {_AMOUNT}"
    rf"|(?:только|лишь|всего) {_AMOUNT}{_ROUBLES})"
    rf"|(?:^|[.!?\n] ?){_AMOUNT}(?:{_ROUBLES})?[ ,-]+(?:и )?(?:{_SELLING})(?!\w)"
)


def with_bids(said: Said, offers: Sequence[Offer], *, numbers: frozenset[int]) -> Said:
    """Add what the client would pay to what was said, where an offer costs more."""
    if not offers:
        return said
    spans = [
        (said.words.at(found.start()), said.words.at(found.end() - 1) + 1)
        for found in _bids(said, offers)
    ]
    free = [span for span in spans if numbers.isdisjoint(range(*span))]
    hits = tuple(Hit(key, first, last) for first, last in free for key in _STANDS_FOR)
    return replace(said, hits=(*said.hits, *hits)) if hits else said


def _bids(said: Said, offers: Sequence[Offer]) -> Iterator[re.Match[str]]:
    prices = [offer.price for offer in offers]
    for pattern in (_LIMITS, _PAYS):
        for found in pattern.finditer(said.words.small):
            amount = int(re.sub(r"\D", "", next(filter(None, found.groups()))))
            # Who would pay what an offer costs takes it; a limit takes nothing.
            taken = pattern is _PAYS and _pays_for(said, offers, amount)
            if not taken and min(prices) / _FAR_BELOW < amount < max(prices) * 2:
                yield found


def _pays_for(said: Said, offers: Sequence[Offer], amount: int) -> bool:
    """Say whether an amount is the price of the offer named, or of one where none is."""
    named = [offers[place - 1] for place in _ordinals(said) if 0 < place <= len(offers)]
    if len(named) != 1:
        return costing(offers, amount) is not None
    # A round price may stand for its nearest neighbour only: 900 for 890, not 800.
    stands_for = not amount % _ROUND and abs(named[0].price - amount) < _ROUND / 2
    return stands_for or amount >= int(named[0].price)


def _ordinals(said: Said) -> frozenset[int]:
    places = (ordinal_at(said.words, index) for index in range(len(said.words)))
    return frozenset(place for place in places if place)
