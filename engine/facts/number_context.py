"""What the words around a number say it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.facts.said import Said
from engine.facts.words import Words

Meaning = Literal["part", "order", "phone"]

_LEFT_REACH = 6
_RIGHT_REACH = 3
_MEANINGS: dict[str, Meaning] = {
    "article_words": "part",
    "part_words": "part",
    "wants_part": "part",
    "order_words": "order",
    "phone_words": "phone",
}
_NEAR_PART_ONLY_WHEN_TOUCHING = "wants_part"
_PART_EVIDENCE = frozenset(
    {"article_words", "part_words", "part_traits", "asks_price", "asks_stock"}
)
_PIECES_OR_BODY = re.compile(r"\d{1,3}(?:шт\w{0,5}|pcs)|[eе][3-9]\d|[fфg][0-9]\d")
"""`2шт`, and the car bodies of the one maker whose numbers are eleven digits: `е39`, `f10`."""
_BUYING = frozenset({"wants_part", "choose_words", "piece_words", "buying_words"})
_DELIVERY = frozenset({"objection_delivery", "topic_delivery", "day_told"})
_BOUGHT = frozenset({"bought_words", "topic_return"})


@dataclass(frozen=True)
class Near:
    """The nearest meaningful words: what they mean and how many words stand between."""

    meaning: Meaning | None = None
    distance: int = 0
    by_name: bool = False
    """The words name a number itself (артикул, OEM), not a thing."""


class _Mark(NamedTuple):
    meaning: Meaning
    first: int
    last: int
    key: str


class NumberContext:
    """Meaningful words of one message and their distance from any of its numbers."""

    def __init__(self, said: Said) -> None:
        hits, names = said.hits, said.names
        self._words = said.words
        self._marks: list[_Mark] = [
            _Mark(_MEANINGS[hit.key], hit.first, hit.last, hit.key)
            for hit in hits
            if hit.key in _MEANINGS
        ]
        self._marks += [
            _Mark("part", hit.first, hit.last, hit.key) for hit in (*names.makes, *names.brands)
        ]
        keys = {hit.key for hit in hits}
        named = bool(names.makes or names.brands)
        self.part = named or not keys.isdisjoint({"article_words", "part_words"})
        self.part_evidence = named or not keys.isdisjoint(_PART_EVIDENCE)
        mixed = (word for word in said.words.lower if not word.isalpha())
        counted = any(map(_PIECES_OR_BODY.fullmatch, mixed))
        bought = not keys.isdisjoint(_BOUGHT)
        self.buying = not bought and (counted or not keys.isdisjoint(_BUYING))
        self.delivery = not bought and not keys.isdisjoint(_DELIVERY)
        self.order = "order_words" in keys
        self.phone = "phone_words" in keys

    def near(self, *, first: int, last: int) -> Near:
        """Return what the nearest words left or right of words first..last say."""
        best: tuple[int, bool, _Mark] | None = None
        for mark in self._marks:
            distance = self._distance(mark, first=first, last=last)
            if distance is None:
                continue
            ranked = (distance, mark.first >= last, mark)
            if best is None or ranked[:2] < best[:2]:
                best = ranked
        if best is None:
            return Near()
        distance, _, mark = best
        return Near(mark.meaning, distance, by_name=mark.key == "article_words")

    def _distance(self, mark: _Mark, *, first: int, last: int) -> int | None:
        if mark.last <= first:
            distance, reach = _plain_between(self._words, mark.last, first), _LEFT_REACH
        elif mark.first >= last and not any(self._words.breaks[last : mark.first + 1]):
            distance, reach = _plain_between(self._words, last, mark.first), _RIGHT_REACH
        else:
            return None
        if mark.key == _NEAR_PART_ONLY_WHEN_TOUCHING:
            reach = 0
        return distance if distance <= reach else None


def _plain_between(words: Words, first: int, last: int) -> int:
    between: Sequence[str] = words.lower[first:last]
    return sum(1 for word in between if not any("0" <= letter <= "9" for letter in word))
