"""Find how many pieces are named, and where: `2 шт`, `две штуки`, `пару`, `х2`, `по 3`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.facts.numerals import cardinal_at
from engine.facts.said import Said
from engine.facts.words import Words

PIECES_LIMIT = 999

_GLUED_PIECES = re.compile(r"(\d{1,3})(?:шт\w{0,5}|pcs?|piece\w?|ед|[xх])")
_TIMES_GLUED = re.compile(r"[xх*](\d{1,3})")
_TIMES = frozenset({"x", "х", "×"})
_MIXED = re.compile(r"(?=.*\d)(?=.*[a-zа-я])[0-9a-zа-я]+")
_PAIR = frozenset({"пара", "пару", "пары", "парочку", "парочка", "паре", "парой"})
_PAIR_OF_OTHERS = re.compile(
    r"слов\w*|минут\w*|дн\w+|час\w*|недел\w+|раз\w*|вопрос\w*|месяц\w*|лет|фото\w*|секунд\w*"
)
_COUNT_WORDS = re.compile(r"количеств\w{1,2}|колво|кол|числ\w{1,2}")


@dataclass(frozen=True)
class Pieces:
    """A number of pieces and the words that name it."""

    count: int
    first: int
    last: int


def read_quantities(said: Said, *, numbers: frozenset[int]) -> tuple[Pieces, ...]:
    """Return every number of pieces, in order of place; none and too many are no number."""
    units = {hit.first: hit.last for hit in said.hits if hit.key == "piece_words"}
    return tuple(
        pieces for pieces in _pieces(said.words, units, numbers) if 0 < pieces.count <= PIECES_LIMIT
    )


def _pieces(words: Words, units: dict[int, int], numbers: frozenset[int]) -> Iterator[Pieces]:
    index = 0
    while index < len(words):
        found = None if index in numbers else _pieces_at(words, units, index)
        if found:
            yield found
        index = found.last if found else index + 1


def _pieces_at(words: Words, units: dict[int, int], index: int) -> Pieces | None:
    word = words.lower[index]
    if glued := _GLUED_PIECES.fullmatch(word):
        return Pieces(int(glued[1]), index, index + 1)
    if times := _TIMES_GLUED.fullmatch(word):
        return None if _multiplies(words, index) else Pieces(int(times[1]), index, index + 1)
    if word in _PAIR:
        return _pair(words, index)
    return _by_words_around(words, units, index)


def _by_words_around(words: Words, units: dict[int, int], index: int) -> Pieces | None:
    count = cardinal_at(words, index)
    after = index + 1
    if count is None:
        return None
    before = words.lower[index - 1] if index else ""
    if after in units and not words.breaks[after]:
        return Pieces(count, index - (before == "по"), units[after])
    if after < len(words) and words.lower[after] in _TIMES and words.breaks[after + 1]:
        return Pieces(count, index, after + 1)
    return Pieces(count, index - 1, after) if _announced(words, units, index) else None


def _announced(words: Words, units: dict[int, int], index: int) -> bool:
    """Say whether the word before makes a count of pieces: `х 2`, `по 2`, `штук 6`."""
    before = words.lower[index - 1] if index else ""
    if before in _TIMES:
        return not _multiplies(words, index - 1)
    if before == "по":
        return words.breaks[index + 1]
    if index - 1 in units:
        return words.separator(index).isspace()
    split = before in {"во", "о"} and index > 1 and words.lower[index - 2] == "кол"
    return split or _COUNT_WORDS.fullmatch(before) is not None


def _pair(words: Words, index: int) -> Pieces | None:
    after = words.lower[index + 1] if index + 1 < len(words) else ""
    if _PAIR_OF_OTHERS.fullmatch(after):
        return None
    each = index > 0 and words.lower[index - 1] == "по"
    return Pieces(2, index - each, index + 1)


def _multiplies(words: Words, index: int) -> bool:
    """`W211 x 5` is a car and something else, never five of it."""
    before = words.lower[index - 1] if index else ""
    return _MIXED.fullmatch(before) is not None and not before.endswith(("й", "я", "е"))
