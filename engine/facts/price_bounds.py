"""Hear a refusal that only bounds the price: `не беру ничего дороже тысячи`."""

from engine.facts.numerals import cardinal_at
from engine.facts.places import Places
from engine.facts.words import Words

_BOUND = "limit_words"
_MONEY = "money_words"


def bounds_price(words: Words, part: range, places: Places) -> bool:
    """Say whether an amount of money stands behind a word of more or less in a part."""
    money = places.of(_MONEY)
    return any(
        place + 1 in part and (place + 1 in money or cardinal_at(words, place + 1) is not None)
        for place in places.of(_BOUND).intersection(part)
    )
