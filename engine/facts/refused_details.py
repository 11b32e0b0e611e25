"""Tell a refused detail from a refused purchase: an offer, a maker, a way to pay or to deliver."""

from engine.facts.message_parts import STRANGE, MessageParts
from engine.facts.morphology import parses
from engine.facts.numerals import ordinal_at
from engine.facts.phrases import Hit

_DETAILS = (
    "refused_details",
    "not_now",
    "wait_words",
    "part_traits",
    "cheaper_words",
    "faster_words",
)
"""What may be refused, or put off, while the sale goes on."""

_REACH = 3
_ELSEWHERE = "elsewhere_words"
_DEEDS = ("acquired_words", "found_words", "mended_words", "paid_words", "will_buy_words")
_NEED = "need_words"
_OF_THE_SALE = ("deal_words", "fulfilling_words")
_PARTING = "parting_words"
_NOT = "не"
_WITHOUT = "без"
_US = frozenset({"меня", "нас"})
_FOR = frozenset({"за", "по"})
_SHOP = frozenset({"вас", "тебя"})
_FROM = "от"
_IN = frozenset({"в", "во", "на", _FROM})
_PAST = "past"


def speaks_of_details(parts: MessageParts, part: range) -> bool:
    """Say whether words speak of what may be refused while the sale goes on."""
    return parts.places.within(part, *_DETAILS)


def is_of_a_detail(parts: MessageParts, hit: Hit, *, the_part: frozenset[int]) -> bool:
    """Say whether a refusal is of one thing among others, or only puts the purchase off.

    `the_part` are the words that name the only part there is: it is no thing among others.
    """
    refused = range(hit.first, hit.last)
    if _is_settled(parts, refused):
        return _counts_off(parts, refused)
    if parts.places.any_of(_PARTING):
        return False
    part = parts.of(hit)
    near = {*_towards(parts, hit.first - 1, part, -1), *_towards(parts, hit.last, part, 1)}
    return (
        _names_a_thing(parts, (near | set(refused)) - the_part)
        or any(_goes_without(parts, place) for place in near)
        or (parts.places.within(refused, _NEED) and any(_is_no_deed(parts, p) for p in near))
        or _is_of_another_shop(parts, hit, part)
        or _answers_a_detail(parts, refused, part)
    )


def _is_settled(parts: MessageParts, told: range) -> bool:
    """Say whether a part was got elsewhere, of whatever kind and price."""
    got = parts.places.within(told, _ELSEWHERE, *_DEEDS)
    return got and _NOT not in parts.lower(told)


def names_an_offer(parts: MessageParts, told: range) -> bool:
    """Say whether words name an offer by its number, as one, or by its maker."""
    return _counts_off(parts, told) or any(n.first in told for n in parts.said.names.brands)


def _counts_off(parts: MessageParts, told: range) -> bool:
    ordinal = any(ordinal_at(parts.said.words, place) for place in told)
    return ordinal or parts.places.within(told, "option_words")


def _towards(
    parts: MessageParts, place: int, part: range, way: int, *, reach: int = _REACH
) -> list[int]:
    """Return the words beside a refusal up to the next verb."""
    found: list[int] = []
    while place in part and len(found) < reach and parts.kind(place) != "VERB":
        found.append(place)
        place += way
    return found


def _names_a_thing(parts: MessageParts, told: set[int]) -> bool:
    names = (*parts.said.names.brands, *parts.said.names.makes)
    things = parts.places.of(*_DETAILS) | (parts.said.words.with_digits - _prices_told(parts))
    return not things.isdisjoint(told) or any(name.first in told for name in names)


def _prices_told(parts: MessageParts) -> frozenset[int]:
    """`на авито за 2000 лежат`: what a part costs in another shop."""
    if not parts.places.any_of(_ELSEWHERE):
        return frozenset()
    lower = parts.said.words.lower
    return frozenset(place + 1 for place, word in enumerate(lower) if word in _FOR)


def _goes_without(parts: MessageParts, place: int) -> bool:
    """`без предоплаты не буду`, but not `обойдусь без вас`."""
    lower = parts.said.words.lower
    if lower[place] != _WITHOUT or place + 1 == len(lower):
        return False
    return lower[place + 1] in _US or parts.kind(place + 1) in {"NOUN", STRANGE}


def _is_no_deed(parts: MessageParts, place: int) -> bool:
    """`перезванивать не надо`, but not `заказывать не надо` nor `можете стереть, не надо`."""
    if parts.kind(place) != "INFN" or place in parts.places.of(*_OF_THE_SALE):
        return False
    return place == 0 or parts.kind(place - 1) != "VERB"


def _is_of_another_shop(parts: MessageParts, hit: Hit, part: range) -> bool:
    """`на озоне не возьму`, but not `не возьму на озоне нашел`, `там дешевле, у вас не возьму`."""
    refused = range(hit.first, hit.last)
    if _was_with_another_shop(parts, refused, part):
        return True
    beside = {
        *_towards(parts, hit.first - 1, part, -1, reach=len(part)),
        *_towards(parts, hit.last, part, 1, reach=len(part)),
    }
    return (
        _NOT in parts.lower(refused)
        and not parts.places.of(_ELSEWHERE).isdisjoint(beside)
        and not _SHOP.intersection(parts.lower(part))
        and parts.places.of(*_DEEDS).isdisjoint(beside)
    )


def _was_with_another_shop(parts: MessageParts, refused: range, part: range) -> bool:
    """`от озона отказалась`, `в экзисте отказался`, but not `на озоне дешевле, отказываюсь`."""
    lower, elsewhere = parts.said.words.lower, parts.places.of(_ELSEWHERE)
    behind = refused.stop + 1
    if behind in part and lower[refused.stop] == _FROM and behind in elsewhere:
        return True
    before = refused.start - 1
    if before not in part or before not in elsewhere:
        return False
    while before in elsewhere and before - 1 in part and lower[before] not in _IN:
        before -= 1
    told = parses(lower[refused.start])[0].tag.tense == _PAST
    return lower[before] == _FROM or (told and lower[before] in _IN)


def _answers_a_detail(parts: MessageParts, refused: range, part: range) -> bool:
    """`отчества нет, не надо`: what is not needed was named right before."""
    bare = refused == part and parts.places.within(part, "will_not")
    before = (other for other in parts.all if other.stop == part.start)
    return bare and any(parts.names_a_detail(other) for other in before)
