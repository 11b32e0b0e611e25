"""Hear that words only say what is wanted instead: `лучше манн`, `хочет оригинал`, `вариант 3`."""

from engine.facts.clauses import JOINTS
from engine.facts.message_parts import IDLE, MessageParts
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, ordinal_at

_OFFERS = (
    "option_words",
    "original_named",
    "analog_named",
    "most_cheap",
    "most_fast",
    "cheaper_words",
    "faster_words",
)
_WAYS = ("delivery_words", "pickup_words", "bringing_words", "coming_words", "carrier_words")
_SOONER = frozenset({"раньше", "пораньше", "быстрее"})
"""`раньше надо было` tells when it was wanted, and names no offer."""

_WISHES = (
    "prefer_words",
    "resolve_words",
    "others_wish_words",
    "choose_words",
    "need_words",
    "instead_words",
    "enough_words",
    "piece_words",
    "person_words",
    "correction_words",
    *JOINTS,
    *IDLE,
)
_OF_OTHERS = (
    "acquired_words",
    "found_words",
    "mended_words",
    "paid_words",
    "elsewhere_words",
    "person_words",
)
_WILL_BUY = "will_buy_words"
_ENOUGH = ("conclusion_words", "enough_words")
_FROM_YOU = "вас"
_FOR, _ONTO = "за", "на"
_NOT = "не"
_NEGATIONS = frozenset({_NOT, "ни", "нет"})
_MOST = 50


def names_another(parts: MessageParts, told: range) -> bool:
    """Say whether words name an offer or a way of delivery, and tell nothing else of it.

    `манн дорогой` and `есть дешевле в городе` tell why; `лучше манн` what is wanted.
    """
    if not _NEGATIONS.isdisjoint(parts.lower(told)):
        return False
    named = _named_at(parts, told) | _priced_at(parts, told)
    wishes = parts.places.of(*_WISHES)
    return bool(named) and all(
        place in named
        or place in wishes
        or _is_asked_or_counted(parts, place)
        or (parts.said.words.lower[place] == _ONTO and place + 1 in named)
        for place in told
    )


def ends_with_a_maker(parts: MessageParts, part: range) -> bool:
    """`такой дорогой не возьму, бош`; behind a deed a maker may say what is bought elsewhere."""
    last = parts.all[-1]
    makers = {name.first for name in parts.said.names.brands}
    if last.start < part.stop or makers.isdisjoint(last) or not names_another(parts, last):
        return False
    if _is_bare_no(parts, part):
        return False
    if not _tells_of_others(parts, part):
        return True
    behind = range(part.stop, last.stop)
    return parts.places.within(last, *_ENOUGH) or _FROM_YOU in parts.lower(behind)


def _is_bare_no(parts: MessageParts, told: range) -> bool:
    """`не надо, бош` may refuse the maker itself; `больше ничего не надо, бош` does not."""
    bare = parts.places.of("will_not", *IDLE).issuperset(told)
    return bare and not parts.places.within(told, "rest_words")


def _tells_of_others(parts: MessageParts, told: range) -> bool:
    """`муж купил`, `директор против`, `закажу в экзисте`, `поищу дешевле`."""
    will_buy = parts.places.within(told, _WILL_BUY) and _NOT not in parts.lower(told)
    return will_buy or parts.places.within(told, *_OF_OTHERS)


def _named_at(parts: MessageParts, told: range) -> frozenset[int]:
    words, places = parts.said.words, parts.places
    traits = {place for place in places.of(*_OFFERS) if words.lower[place] not in _SOONER}
    makers = {place for name in parts.said.names.brands for place in range(name.first, name.last)}
    ordinals = {place for place in told if ordinal_at(words, place)}
    return frozenset((traits | makers | ordinals | places.of(*_WAYS)) & set(told))


def _priced_at(parts: MessageParts, told: range) -> frozenset[int]:
    """`за 1900`."""
    words = parts.said.words
    prices = words.with_digits & set(told[1:])
    firsts = {place - 1 for place in prices if words.lower[place - 1] == _FOR}
    return frozenset(firsts | {place + 1 for place in firsts})


def _is_asked_or_counted(parts: MessageParts, place: int) -> bool:
    """`сделайте`, `2`."""
    words = parts.said.words
    count = cardinal_at(words, place)
    asked = any("impr" in parse.tag for parse in parses(words.lower[place]))
    return asked or (count is not None and count <= _MOST)
