"""What an offer is told by: its maker, kind, number, price and term, as a message names them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.facts.hearing import Hearing
from engine.facts.offers_by_price import costing, days_at, price_at
from engine.session import Offer

_CAR_BEHIND = frozenset({"на", "для", "к", "под", "от", "в", "с", "у"})
"""Before the make of a car: `на рено` says what the part is for."""
_OF_PRICE = frozenset({"за", "по"})
_KINDS = {"original_named": True, "analog_named": False}
IN_STOCK = "in_stock_words"
_TERMS = {"завтрашн": 1, "послезавтрашн": 2, "сегодняшн": 0}


class Trait(NamedTuple):
    """Words first..last tell of these offers."""

    ids: frozenset[int]
    first: int
    last: int
    leads: bool = True
    """Says by itself which offer is meant; other traits only tell it from its like."""
    names_maker: bool = False
    states: bool = False
    """A price said of it by no preposition: told rather than meant to tell it by."""


def traits_told(hearing: Hearing) -> Iterator[Trait]:
    """Find every trait of offers that a message names, in no order."""
    yield from makers_told(hearing)
    yield from _kinds(hearing)
    yield from _numbers(hearing)
    for index in range(len(hearing.words)):
        yield from _price(hearing, index)
        yield from _term(hearing, index)


def makers_told(hearing: Hearing) -> Iterator[Trait]:
    """Find the makers of offers, by whatever name."""
    makes = ((hit.first, hit.last, hit.key.casefold()) for hit in hearing.said.names.makes)
    found: dict[tuple[int, int], frozenset[int]] = {}
    # What sounds like an offer's own maker is heard last, and says it best: `кнехт` beside Mahle.
    for first, last, maker in (*makes, *hearing.makers):
        made = _ids(offer for offer in hearing.offers if _name(offer.brand) == _name(maker))
        if made and hearing.word(first - 1) not in _CAR_BEHIND:
            found[first, last] = made
    heard = {(first, last) for first, last, _ in hearing.makers}
    for (first, last), made in found.items():
        # `гольф` alone is the client's car, `ваг оригинал` is not.
        yield Trait(made, first, last, leads=(first, last) in heard, names_maker=True)


def _name(brand: str) -> str:
    return "".join(filter(str.isalnum, brand.casefold()))


def _kinds(hearing: Hearing) -> Iterator[Trait]:
    for hit in hearing.said.hits:
        if hit.key in _KINDS:
            own = _ids(o for o in hearing.offers if (o.kind == "asked") is _KINDS[hit.key])
            if 0 < len(own) < len(hearing.offers):
                yield Trait(own, hit.first, hit.last)


def _numbers(hearing: Hearing) -> Iterator[Trait]:
    for number in dict.fromkeys(offer.part_number for offer in hearing.offers):
        own = _ids(offer for offer in hearing.offers if offer.part_number == number)
        for told in places_of(hearing, number):
            yield Trait(own, told.start, told.stop, leads=len(own) < len(hearing.offers))


def places_of(hearing: Hearing, number: str) -> Iterator[range]:
    """Find where a part number stands, written in one word or in several."""
    codes = hearing.words.codes
    for first in range(len(codes)):
        code, last = "", first
        while last < len(codes) and codes[last] and len(code) < len(number):
            code, last = code + codes[last], last + 1
        if number and code == number:
            yield range(first, last)


def _price(hearing: Hearing, index: int) -> Iterator[Trait]:
    limited = index - 1 in hearing.places("limit_words")
    if limited or index in hearing.numbers or not hearing.word(index)[0].isdecimal():
        return
    price, last = price_at(hearing, index)
    exact = _ids(offer for offer in hearing.offers if int(offer.price) == price)
    near = costing(hearing.offers, price)
    if exact:
        tells = hearing.word(index - 1) in _OF_PRICE
        yield Trait(exact, index, last, leads=tells, states=not tells)
    elif near:
        yield Trait(frozenset({near.id}), index, last, leads=False)


def _term(hearing: Hearing, index: int) -> Iterator[Trait]:
    days, last = days_at(hearing, index)
    named = next((d for stem, d in _TERMS.items() if hearing.word(index).startswith(stem)), None)
    if named is not None:
        days = named
    elif index in hearing.places(IN_STOCK) and hearing.word(index) != "есть":
        days = 0
    own = _ids(offer for offer in hearing.offers if offer.delivery_days == days is not None)
    if own:
        yield Trait(own, index, last, leads=named is not None)


def _ids(offers: Iterable[Offer]) -> frozenset[int]:
    return frozenset(offer.id for offer in offers)
