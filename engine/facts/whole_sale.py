"""Words that name all that a sale is about: `оба`, `ни манн ни бош`, `все варианты`, `катушка`."""

from collections.abc import Sequence

from engine.facts.message_parts import MessageParts
from engine.facts.numerals import cardinal_at, ordinal_at
from engine.facts.places import Places
from engine.facts.said import Said
from engine.session import Offer

_WILL_NOT, _REFUSAL = "will_not", "lost_phrase"
_TELLING = (_WILL_NOT, _REFUSAL)
_ALL, _BOTH = "all_of_them", "both_words"
_PARTS = "part_words"
_LESSER = ("lesser_parts", "the_part_words")
_ANY_PART = ("refusal_company", "pointing_words")
_OPTION = "option_words"
_NEITHER = "ни"
_PAIR = 2


def whole_sale_at(said: Said, offers: Sequence[Offer]) -> frozenset[int]:
    """Return where the message names all the offers, or by its kind the only part asked for.

    Who says of them only that they are not needed may want others, or speak of one thing of many.
    """
    places = said.places
    if not places.any_of(*_TELLING):
        return frozenset()
    found = places.of(_ALL) | _listed(said, offers)
    if len(offers) == _PAIR:
        both = places.of(_BOTH)
        found |= both | (places.of(_OPTION) & {place + 1 for place in both})
    if len({offer.asked_number for offer in offers}) <= 1 and places.any_of(_PARTS):
        found |= _the_part(MessageParts(said), places) - _others_of(said, offers)
    alone = (found | places.of(_WILL_NOT)).issuperset(range(len(said.words)))
    return frozenset() if alone and not places.any_of(_REFUSAL) else found


def _others_of(said: Said, offers: Sequence[Offer]) -> frozenset[int]:
    """`фильтрон не нужен` is of one maker among several, though it sounds like a filter."""
    several = len({offer.brand for offer in offers}) > 1
    named = said.names.brands if several else ()
    return frozenset(place for name in named for place in range(name.first, name.last))


def _listed(said: Said, offers: Sequence[Offer]) -> frozenset[int]:
    """`ни первый ни второй`, `ни 1 ни 2`, `ни ваг ни бош`, where these are all there are."""
    lower = said.words.lower
    if not offers or _NEITHER not in lower:
        return frozenset()
    names = (*said.names.brands, *said.names.makes)
    makers = {place: name.key for name in names for place in range(name.first, name.last)}
    listed = frozenset(p + 1 for p, word in enumerate(lower[:-1]) if word == _NEITHER)
    words = said.words
    numbers = {ordinal_at(words, place) or cardinal_at(words, place) for place in listed}
    told = [makers[place].casefold() for place in listed if place in makers]
    made = [offer.brand.casefold() for offer in offers]
    by_maker = all(any(name.startswith(brand) for name in told) for brand in made)
    if not by_maker and numbers != set(range(1, len(offers) + 1)):
        return frozenset()
    return listed | {place - 1 for place in listed}


def _the_part(parts: MessageParts, places: Places) -> frozenset[int]:
    """`мне катушка не нужна`, unless it is a lesser part or others are spoken of too."""
    named = places.of(_PARTS) - places.of(*_ANY_PART)
    apart = any(
        not named.isdisjoint(part) and not places.within(part, *_TELLING) for part in parts.all
    )
    lesser = not named.isdisjoint(places.of(*_LESSER))
    return frozenset() if apart or lesser else named
