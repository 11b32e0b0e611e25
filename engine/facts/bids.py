"""Hear a price that the client would pay: `бюджет 700`, `за 400 отдадите?`, `до 800 есть?`.

Prepositions, roubles and units are fixed in the language and stand here; verbs and words of budgets
are facts of the lexicon.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.facts.numerals import ordinal_at
from engine.facts.offers_by_price import costing
from engine.facts.phrases import Hit
from engine.facts.places import Places
from engine.facts.said import Said
from engine.facts.words import Words
from engine.session import Offer

_STANDS_FOR = ("bargain_words", "objection_price")
"""Lexicon facts that a bid says in digits."""

_TOO_DEAR = ("objection_price",)
"""What a price refused says: it is no bid."""

_SEEKING = ("seek_words", "option_words")

_FAR_BELOW = 5
"""A fifth of the cheapest offer and less is no price of it."""

_ROUND = 100
_NEAR = 3
_NEAR_BUDGET = 5
_LIMITING = frozenset({"до"})
_AT = frozenset({"за", "по"})
_ONLY = frozenset({"только", "лишь", "всего"})
_ABOUT = frozenset(
    {
        *("у", "меня", "до", "в", "около", "примерно", "где", "то", "это", "всего", "только"),
        *("чем", "за", "по"),
    }
)
"""May stand between a budget and its amount."""

_JOINING = frozenset(" ,-")
_APART = frozenset(" :-")

_OTHER_UNITS = (
    r"м|мм|см|км|метр\w*|километр\w*|кг|г|гр|грамм\w*|л|литр\w*|дн\w+|день|сут\w+|час\w*|мин\w*"
    r"|недел\w+|год\w*|лет|шт\w*|штук\w?|процент\w*|вольт\w*|ампер\w*|раз\w*"
)
_AMOUNT = re.compile(
    r"(?<!\w)(\d{1,3}[ .]\d{3}|\d{2,6})"
    rf"(?!\d|[.,:/-]\d| ?%| ?(?:{_OTHER_UNITS})(?!\w))( ?(?:р|руб\w{{0,3}}|рэ)(?!\w))?"
)


@dataclass(frozen=True)
class _Amount:
    """An amount of money in words first..last, as it stands in the message."""

    value: int
    first: int
    last: int
    in_roubles: bool
    words: Words
    places: Places

    @property
    def before(self) -> str:
        return self.words.lower[self.first - 1] if self.first else ""

    def behind(self, *facts: str, joining: frozenset[str] = _JOINING) -> range:
        """Return the words up to the first of facts close behind; nothing where none is."""
        told = self.places.of(*facts)
        for place in range(self.last, min(self.last + _NEAR, len(self.words))):
            if not joining.issuperset(self.words.separator(place)):
                break
            if place in told:
                return range(self.first, place + 1)
            joining = frozenset(" ")
        return range(0)

    def ahead(self, *facts: str) -> range:
        """Return the words from facts close ahead of the preposition; nothing where none is."""
        told = self.places.of(*facts)
        for place in range(self.first - 2, max(self.first - 2 - _NEAR, -1), -1):
            if self.words.separator(place + 1).strip(" "):
                break
            if place in told:
                return range(place, self.last)
        return range(0)

    def closing(self, word: str) -> range:
        """Return the words up to one that ends the clause close behind; nothing where it does not.

        `за 900 точно нет`
        """
        for place in range(self.last, min(self.last + 2, len(self.words))):
            if self.words.separator(place).strip(" "):
                break
            if self.words.lower[place] == word and self.words.breaks[place + 1]:
                return range(self.first, place + 1)
        return range(0)

    def opens(self) -> bool:
        """Say whether the amount begins the message or a sentence."""
        separator = self.words.separator(self.first)
        return not self.first or not set(".!?\n").isdisjoint(separator)


def with_bids(said: Said, offers: Sequence[Offer], *, numbers: frozenset[int]) -> Said:
    """Add what the client would, or would not, pay to what was said, where an offer costs more."""
    if not offers or not said.words.with_digits:
        return said
    hits = [
        Hit(key, span.start, span.stop)
        for amount in _amounts(said)
        for span, keys in _told(said, offers, amount)
        if numbers.isdisjoint(span)
        for key in keys
    ]
    return replace(said, hits=(*said.hits, *hits)) if hits else said


def _amounts(said: Said) -> Iterator[_Amount]:
    words = said.words
    for found in _AMOUNT.finditer(words.small):
        value = int(re.sub(r"\D", "", found[1]))
        first, last = words.at(found.start()), words.at(found.end() - 1) + 1
        yield _Amount(value, first, last, bool(found[2]), words, said.places)


def _told(
    said: Said, offers: Sequence[Offer], amount: _Amount
) -> Iterator[tuple[range, tuple[str, ...]]]:
    """Return the words that limit, bid or refuse a price, and what they say."""
    prices = [offer.price for offer in offers]
    if not min(prices) / _FAR_BELOW < amount.value < max(prices) * 2:
        return
    if refused := _refused(amount):
        yield refused, _TOO_DEAR
    elif limit := _limit(amount):
        yield limit, _STANDS_FOR
    elif (bid := _bid(amount)) and not _pays_for(said, offers, amount.value):
        # Who would pay what an offer costs takes it; a limit takes nothing.
        yield bid, _STANDS_FOR


def _refused(amount: _Amount) -> range:
    """`за 900 точно не буду`, `не возьму за 900`."""
    if amount.before not in _AT:
        return range(0)
    refused = amount.behind("will_not", joining=frozenset(" ")) or amount.ahead("will_not")
    return refused or amount.closing("нет")


def _limit(amount: _Amount) -> range:
    """`бюджет 700`, `до 800 есть?`, `скинь до 700`."""
    if amount.before in _LIMITING:
        limit = amount.behind(*_SEEKING, joining=frozenset(" "))
        limit = limit or amount.ahead("lowering_words") or amount.ahead(*_SEEKING)
        if limit:
            return limit
    for place in range(amount.first - 1, max(amount.first - 1 - _NEAR_BUDGET, -1), -1):
        if not _APART.issuperset(amount.words.separator(place + 1)):
            break
        if place in amount.places.of("budget_words"):
            return range(place, amount.last)
        if amount.words.lower[place] not in _ABOUT:
            break
    return range(0)


def _bid(amount: _Amount) -> range:
    """`за 400 отдадите`, `отдадите за 400`, `только 400 р`, `400 и беру`."""
    if amount.before in _AT:
        return amount.behind("selling_words") or amount.ahead("selling_words")
    if amount.before in _ONLY and amount.in_roubles:
        return range(amount.first - 1, amount.last)
    if not amount.opens():
        return range(0)
    bid = amount.behind("selling_words")
    joined = amount.words.lower[amount.last : bid.stop - 1]
    return bid if joined in {(), ("и",)} else range(0)


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
