"""Tell what a maker is said to cost from a number of theirs: `бош 1150 за штуку?`.

`за` and the words of pieces and sets are fixed in the language and stand here.
"""

from collections.abc import Iterator, Sequence

from engine.facts.claims import Claims
from engine.facts.part_knowledge import PartNumberKnowledge
from engine.facts.phrases import Hit
from engine.facts.said import Said
from engine.facts.words import Words
from engine.session import Offer

_DIGITS = range(3, 7)
_ROUND = 100
_NEAR = 6
"""What is off a price by less than this part of it is that price, bargained or badly recalled."""

_FAR = 4
"""A round amount this many times an offer's price and more is no price of it."""

_SETS = 10
_LEADING = frozenset({"за", "по", "был", "была", "стоит", "цена", "это"})
_FOR = "за"
_EACH = ("шт", "единиц", "компл", "пар", "одн", "один", "сет", "набор")


def claim_prices(
    said: Said, claims: Claims, offers: Sequence[Offer], knowledge: PartNumberKnowledge
) -> None:
    """Claim what tells the cost of a named maker; the makers' own numbers stay numbers."""
    for place in _prices_told(said, offers, knowledge):
        claims.claim(place, place + 1)


def _prices_told(
    said: Said, offers: Sequence[Offer], knowledge: PartNumberKnowledge
) -> Iterator[int]:
    words = said.words
    for hit in said.names.brands:
        costing = [offer for offer in offers if _is_by(offer, hit.key)]
        for place in _amounts_beside(words, hit):
            code = words.codes[place]
            if knowledge.branded_end(code, 0, brand=hit.key) == len(code):
                told = _is_exact(int(code), costing) and not _is_offered(code, costing)
            else:
                told = _is_price(int(code), costing) or _is_for_each(said, place)
            if told:
                yield place


def _is_by(offer: Offer, maker: str) -> bool:
    """`MANN-FILTER` of the shop is what clients call Mann."""
    return offer.brand.casefold().startswith(maker.casefold())


def _amounts_beside(words: Words, maker: Hit) -> Iterator[int]:
    behind, before = maker.last, maker.first - 1
    while behind < len(words) and words.lower[behind] in _LEADING:
        behind += 1
    while before >= 0 and words.lower[before] in _LEADING:
        before -= 1
    for place in (behind, before):
        if 0 <= place < len(words) and _stands_free(words, place):
            yield place


def _stands_free(words: Words, place: int) -> bool:
    """Say whether digits are as many as a price has, and no piece of a longer number."""
    beside = (place - 1, place + 1)
    glued = any(
        words.separator(max(place, other)) in {"-", ".", "/"}
        for other in beside
        if 0 <= other < len(words) and words.codes[other]
    )
    code = words.codes[place]
    return code.isdecimal() and len(code) in _DIGITS and not glued


def _is_offered(code: str, costing: Sequence[Offer]) -> bool:
    return any(offer.part_number == code for offer in costing)


def _is_exact(amount: int, costing: Sequence[Offer]) -> bool:
    return any(amount in {int(offer.price), round(offer.price)} for offer in costing)


def _is_price(amount: int, costing: Sequence[Offer]) -> bool:
    """Say whether offers cost so much each, several together, or about as much."""
    if _is_offered(str(amount), costing):
        return False
    return _is_exact(amount, costing) or any(
        _makes_up(amount, int(offer.price))
        or abs(amount - offer.price) * _NEAR < offer.price
        or (not amount % _ROUND and offer.price < amount * _FAR < offer.price * _FAR * _FAR)
        for offer in costing
    )


def _makes_up(amount: int, price: int) -> bool:
    return price > 0 and not amount % price and amount // price <= _SETS


def _is_for_each(said: Said, place: int) -> bool:
    """`брембо 5400 за комплект`; who asks what `ngk 4644 за штуку` costs tells a number."""
    behind = said.words.lower[place + 1 : place + 3]
    each = behind[:1] == (_FOR,) and behind[-1].startswith(_EACH)
    return each and not said.says("asks_price")
