"""Find how many pieces are named, and where: `2 шт`, `две штуки`, `пару`, `х2`, `по 3`.

Units glued to digits are spelling, so they stand here; units and what is counted otherwise are
facts of the lexicon.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.facts.car_models import is_car_model
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, holds_cardinal, ordinal_at
from engine.facts.pairs import pair_count, times_before
from engine.facts.said import Said
from engine.facts.words import Words

PIECES_LIMIT = 999

_GLUED_PIECES = re.compile(r"(\d{1,4})(?:шт\w{0,5}|pcs?|piece\w?|ед|компл\w{0,5}|[xх])")
_TIMES_GLUED = re.compile(r"[xх*](\d{1,3})")
_TIMES = frozenset({"x", "х", "×"})
_MIXED = re.compile(r"(?=.*\d)(?=.*[a-zа-я])[0-9a-zа-я]+")
_EACH = re.compile(r"кажд\w{2,3}|штук\w?|все|всех|того|и|,")
_COUNTED_TO = frozenset({"на", "до"})
_BACK = frozenset({"не", "вместо"})
_WORDS_BETWEEN = 2


@dataclass(frozen=True)
class Pieces:
    """A number of pieces and the words that name it."""

    count: int
    first: int
    last: int
    each: bool = False
    """So many of every offer named: `по две`."""


@dataclass(frozen=True)
class _Reading:
    words: Words
    heard: Mapping[str, Mapping[int, int]]
    """For every lexicon fact where its phrases start, and where they end."""
    numbers: frozenset[int]

    def ends(self, fact: str) -> Mapping[int, int]:
        return self.heard.get(fact, {})

    def word(self, index: int) -> str:
        return self.words.lower[index] if 0 <= index < len(self.words) else ""

    def closes(self, index: int) -> bool:
        return index >= len(self.words) or self.words.breaks[index]


def read_quantities(
    said: Said, *, numbers: frozenset[int], offered: bool = True, chosen: bool = False
) -> tuple[Pieces, ...]:
    """Return every number of pieces, in order of place; none and too many are no number.

    What was offered and chosen tells `x5` of a car from five pieces.
    """
    return tuple(
        pieces
        for pieces in _named_in(said, numbers)
        if 0 < pieces.count <= PIECES_LIMIT
        and not is_car_model(
            said, first=pieces.first, last=pieces.last, offered=offered, chosen=chosen
        )
    )


def names_impossible_pieces(said: Said, *, numbers: frozenset[int]) -> bool:
    """Say whether only none or too many pieces are named: `0 шт`, `1000 шт`."""
    counts = [pieces.count for pieces in _named_in(said, numbers)]
    return bool(counts) and not any(0 < count <= PIECES_LIMIT for count in counts)


def names_too_many_pieces(said: Said, *, numbers: frozenset[int]) -> bool:
    """Say whether more pieces are named than any shop has: `1000 шт`."""
    counts = [pieces.count for pieces in _named_in(said, numbers)]
    return bool(counts) and min(counts) > PIECES_LIMIT


def _named_in(said: Said, numbers: frozenset[int]) -> Iterator[Pieces]:
    if not _may_count(said):
        return iter(())
    heard: dict[str, dict[int, int]] = {}
    for hit in said.hits:
        heard.setdefault(hit.key, {})[hit.first] = hit.last
    reading = _Reading(said.words, heard, numbers)
    return (_corrected(reading, pieces) for pieces in _pieces(reading))


def _may_count(said: Said) -> bool:
    """Say cheaply whether anything is counted: most messages count nothing."""
    words = said.words
    return (
        bool(words.with_digits)
        or said.says("piece_words")
        or holds_cardinal(words)
        or any(map(pair_count, words.lower))
    )


def _pieces(reading: _Reading) -> Iterator[Pieces]:
    index = 0
    while index < len(reading.words):
        found = None if index in reading.numbers else _pieces_at(reading, index)
        if found:
            yield found
        index = found.last if found else index + 1


def _pieces_at(reading: _Reading, index: int) -> Pieces | None:
    word = reading.words.lower[index]
    if not word.isalpha():
        if glued := _GLUED_PIECES.fullmatch(word):
            return Pieces(int(glued[1]), index, index + 1)
        if times := _TIMES_GLUED.fullmatch(word):
            return None if _multiplies(reading, index) else Pieces(int(times[1]), index, index + 1)
    if pair := pair_count(word):
        return _pair(reading, index, pair)
    count = cardinal_at(reading.words, index)
    if count is None:
        return _unit_alone(reading, index)
    ways = (_with_unit, _with_times, _each, _counted, _of_ordinal, _of_parts)
    return _first_found(ways, reading, index, count)


def _first_found(
    ways: tuple[Callable[[_Reading, int, int], Pieces | None], ...],
    reading: _Reading,
    index: int,
    count: int,
) -> Pieces | None:
    return next((found for way in ways if (found := way(reading, index, count))), None)


def _with_unit(reading: _Reading, index: int, count: int) -> Pieces | None:
    """`2 шт`, `штук 5`."""
    each = reading.word(index - 1) == "по"
    after = index + 1
    last = reading.ends("piece_words").get(after)
    if last is not None and not reading.words.breaks[after]:
        every = reading.word(last).startswith("кажд")
        return Pieces(count, index - each, last + every, each or every)
    return None


def _unit_alone(reading: _Reading, index: int) -> Pieces | None:
    """`штуки две`, `штук 5`: the unit before the count; `комплект`, `штучку`: one of it."""
    units = reading.ends("piece_words")
    last = units.get(index)
    if last is None:
        return None
    count = None if reading.closes(last) else cardinal_at(reading.words, last)
    several = reading.word(index).startswith(("штук", "шт"))
    if count and several and last not in reading.numbers and last + 1 not in units:
        return Pieces(count, index, last + 1)
    single = {parse.tag.number for parse in parses(reading.word(index))[:1]} == {"sing"}
    one = single and index in reading.ends("one_piece_words")
    if single and reading.word(index - 1) == "по" and reading.word(index).startswith("шт"):
        # `по штуке каждого`
        return Pieces(1, index - 1, last, each=True)
    ends = reading.closes(last) or ordinal_at(reading.words, last) is not None
    return Pieces(1, index, last) if one and ends and reading.word(index - 1) != "за" else None


def _with_times(reading: _Reading, index: int, count: int) -> Pieces | None:
    """`х 2`, `2 х`."""
    if reading.word(index - 1) in _TIMES and not _multiplies(reading, index - 1):
        return Pieces(count, index - 1, index + 1)
    if reading.word(index + 1) in _TIMES and reading.words.breaks[index + 2]:
        return Pieces(count, index, index + 2)
    return None


def _each(reading: _Reading, index: int, count: int) -> Pieces | None:
    """`по 2`, `по две каждого`, `каждого по две`."""
    after = index + 1
    closed = reading.closes(after) or _EACH.fullmatch(reading.word(after))
    if reading.word(index - 1) != "по" or not closed or _is_price(count):
        return None
    if reading.word(index - _WORDS_BETWEEN - 1) in {"с", "со"}:
        return None
    every = reading.word(after).startswith("кажд")
    first = index - 1 - reading.word(index - 2).startswith("кажд")
    return Pieces(count, first, after + every, each=True)


def _is_price(count: int) -> bool:
    return count >= PIECES_LIMIT // 10


def _counted(reading: _Reading, index: int, count: int) -> Pieces | None:
    """`в количестве 3`, `кол-во: 4`, `количество на 3`."""
    ends = reading.ends("count_words").values()
    first = index - (reading.word(index - 1) in _COUNTED_TO)
    return Pieces(count, first - 1, index + 1) if first in ends else None


def _of_ordinal(reading: _Reading, index: int, count: int) -> Pieces | None:
    """`первого 2`, `два первого и один второго`."""
    words = reading.words
    # `первого надо 3`
    place = index - 1 - (index - 1 in reading.ends("beside_count_words"))
    beside = reading.word(place).endswith(("го", "ей")) and not any(
        words.breaks[place + 1 : index + 1]
    )
    if (
        beside
        and ordinal_at(words, place)
        and (reading.closes(index + 1) or _goes_on(reading, index) or _is_needed(reading, index))
    ):
        return Pieces(count, place + 1, index + 1)
    after = reading.word(index + 1)
    if after.endswith("го") and not words.breaks[index + 1]:
        return Pieces(count, index, index + 1) if ordinal_at(words, index + 1) else None
    return None


def _is_needed(reading: _Reading, index: int) -> bool:
    """`первого 3 надо`."""
    after = index + 2
    ends = reading.closes(after) or ordinal_at(reading.words, after) is not None
    return ends and index + 1 in reading.ends("beside_count_words")


def _goes_on(reading: _Reading, index: int) -> bool:
    joined = 1 + (reading.word(index + 1) == "и")
    return index + joined < len(reading.words) and (
        ordinal_at(reading.words, index + joined) is not None
    )


def _of_parts(reading: _Reading, index: int, count: int) -> Pieces | None:
    """`четыре колодки`, `2 передних амортизатора`; `2 фильтр` is the second one."""
    place = index + 1
    while _is_adjective(reading, place) and place - index <= _WORDS_BETWEEN:
        place += 1
    if place not in reading.ends("part_words") or any(reading.words.breaks[index + 1 : place + 1]):
        return None
    if reading.word(index - 1) in {"на", "под", "номер", "вариант"}:
        return None
    tag = parses(reading.word(place))[0].tag
    one_of_many = count > 1 and tag.number == "sing" and tag.case in {"nomn", "accs"}
    is_feature = place in reading.ends("feature_words")
    if is_feature or one_of_many or place in reading.numbers:
        return None
    return Pieces(count, index, index + 1)


def _is_adjective(reading: _Reading, index: int) -> bool:
    return (
        index < len(reading.words)
        and index not in reading.ends("part_words")
        and str(parses(reading.word(index))[0].tag.POS) == "ADJF"
        and ordinal_at(reading.words, index) is None
    )


def _pair(reading: _Reading, index: int, count: int) -> Pieces | None:
    if index + 1 in reading.ends("no_pieces_words"):
        return None
    last = reading.ends("piece_words").get(index + 1, index + 1)
    index, count = times_before(reading.words, index, count)
    each = reading.word(index - 1) == "по"
    return Pieces(count, index - each, last, each)


def _multiplies(reading: _Reading, index: int) -> bool:
    """`W211 x 5` is a car and something else, never five of it."""
    before = reading.word(index - 1)
    return _MIXED.fullmatch(before) is not None and not before.endswith(("й", "я", "е"))


def _corrected(reading: _Reading, pieces: Pieces) -> Pieces:
    """`не 2, а 3 шт`, `4 шт, не 2`, `не 2 шт, а 4`: the count taken back belongs to the new one."""
    first, last = pieces.first, pieces.last
    if reading.word(first - 1) == "а" and reading.word(first - 3) == "не":
        if cardinal_at(reading.words, first - 2) is not None:
            return replace(pieces, first=first - 3)
        return pieces
    if reading.word(first - 1) == "не" and reading.word(last) == "а":
        count = _count_that_closes(reading, last + 1)
        return replace(pieces, count=count, last=last + 2) if count else pieces
    back = last + (reading.word(last) == "а")
    if reading.word(back) in _BACK and _count_that_closes(reading, back + 1):
        return replace(pieces, last=back + 2)
    return pieces


def _count_that_closes(reading: _Reading, place: int) -> int:
    """Return the count at a word that ends its clause, beside nothing that it could count."""
    if place >= len(reading.words) or reading.words.breaks[place] or place in reading.numbers:
        return 0
    return (cardinal_at(reading.words, place) or 0) if reading.closes(place + 1) else 0
