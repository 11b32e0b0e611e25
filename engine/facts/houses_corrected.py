"""Put another number into an address: `Советская 4, ой, 14 дом`, `кв 5, нет, кв 6`."""

import re

from engine.facts.said import Said

_HOUSE = re.compile(r"\d{1,4}[а-я]?")
_NUMBERED = re.compile(r"(?<![\d-])\d{1,4}[а-яё]?(?![\w-])", re.IGNORECASE)
_OF_HOUSE = ("дом", "дома", "д", "номер")
_LABELS = (
    _OF_HOUSE,
    ("кв", "квартира", "квартиру", "квартиры"),
    ("корп", "корпус"),
    ("подъезд", "подьезд"),
    ("оф", "офис"),
)
"""What the numbers of an address are of, as people write and shorten it."""

_ALL_LABELS = frozenset().union(*_LABELS)
_IDLE = ("polite_words", "filler_words", "correction_words")


def with_house_of(address: str, said: Said) -> str | None:
    """Return an address with the one number told anew; None when anything else is told."""
    words, idle = said.words, said.places.of(*_IDLE)
    told = [place for place, word in enumerate(words.lower) if _HOUSE.fullmatch(word)]
    rest = {place for place, word in enumerate(words.lower) if word not in _ALL_LABELS}
    if len(told) != 1 or not rest <= idle.union(told):
        return None
    replaced = _replaced(address, [word for word in words.lower if word in _ALL_LABELS])
    if replaced is None:
        return None
    number = words.text[words.starts[told[0]] : words.ends[told[0]]]
    return address[: replaced.start()] + number + address[replaced.end() :]


def _replaced(address: str, labels: list[str]) -> re.Match[str] | None:
    """Return where the number stands that one of the same kind takes the place of."""
    kinds = [kind for kind in _LABELS if not set(kind).isdisjoint(labels)]
    if len(kinds) > 1:
        return None
    numbers = list(_NUMBERED.finditer(address))
    kind = kinds[0] if kinds else _OF_HOUSE
    labelled = [number for number in numbers if _stands_behind(address, number.start(), kind)]
    if len(labelled) == 1:
        return labelled[0]
    return numbers[0] if len(numbers) == 1 and kind is _OF_HOUSE else None


def _stands_behind(address: str, place: int, kind: tuple[str, ...]) -> bool:
    before = re.findall(r"[^\W\d]+", address[:place].lower())
    return bool(before) and before[-1] in kind
