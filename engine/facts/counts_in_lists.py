"""Hear a list of nothing but offers and a count of each: `3 - 2 шт, 4 - 1`, `бош (2), манн (1)`.

A digit behind a dash, a colon or a bracket counts what stands before it; behind a comma alone it
may be one more offer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from engine.facts.counts_of_one_offer import is_counted
from engine.facts.hearing import JOINING, Hearing, Mention
from engine.facts.morphology import parses
from engine.facts.numerals import cardinal_at, holds_cardinal, is_ending, is_signed, ordinal_at
from engine.facts.quantities import Pieces
from engine.facts.words import Words
from engine.session import Offer

_UNDOING = ("correction_words", "except_words", "leave_words", "refuse_words", "swap_words")
_NUMBERED = ("option_words", "number_words")
_IDLE = ("choose_words", "filler_words", "need_words", "polite_words", "taking_words", *_NUMBERED)
_ASIDE = JOINING - {"или", "либо", "не", "ни", "но"}
_STOPS = frozenset(";\n")
_APART = frozenset(",.") | _STOPS
_SIGNS = frozenset("-:=(")
_SURE = frozenset("=(")
_BEHIND_ITEM_NUMBERS = frozenset({")", "."})
_MOST = 50
_LONGEST = 40
_PAIR = 2


class Listed(NamedTuple):
    """A message with the pieces that its list tells, and the offers listed.

    Without offers it is a list that may be read in two ways.
    """

    hearing: Hearing
    named: Sequence[Mention] = ()


class _Told(NamedTuple):
    """Words that name an offer, count pieces, or are a digit that may do either."""

    first: int
    last: int
    id: int = 0
    pieces: int = 0


_Pair = tuple[_Told, _Told | None]


def listed_with_counts(hearing: Hearing) -> Listed | None:
    """Return what a list of offers and counts tells; None where the message is no such list."""
    words = hearing.words
    if len(words) > _LONGEST or "?" in words.text or not holds_cardinal(words):
        return None
    if hearing.places(*_UNDOING):
        return None
    told = _told(hearing)
    items = _item_numbers(hearing, told)
    pairs = _pairs([one for one in told if one not in items], alone=bool(items))
    if not items and not (pairs and _is_sure(hearing, pairs)):
        return Listed(hearing) if _is_in_doubt(hearing, pairs) else None
    if not pairs or (not items and _numbers_its_offers(hearing, pairs)):
        return Listed(hearing)
    return _listed(hearing, pairs)


def _listed(hearing: Hearing, pairs: Sequence[_Pair]) -> Listed:
    ids = [name.id for name, _ in pairs]
    if len(set(ids)) < len(ids):
        return Listed(hearing)
    pieces = [Pieces(count.pieces, count.first, count.last) for _, count in pairs if count]
    pieces.sort(key=lambda piece: piece.first)
    return Listed(replace(hearing, pieces=pieces), [_mention(name) for name, _ in pairs])


def _told(hearing: Hearing) -> Sequence[_Told]:
    """Return all that the message names and counts; nothing where it says anything else."""
    named, counted = _named(hearing), {pieces.first: pieces for pieces in hearing.pieces}
    idle = hearing.places(*_IDLE)
    told: list[_Told] = []
    place = 0
    while place < len(hearing.words):
        one = named.get(place)
        if one is None and (pieces := counted.get(place)) and not pieces.each:
            one = _Told(place, pieces.last, pieces=pieces.count)
        one = one or _count(hearing, place)
        if one is None and place not in idle and hearing.word(place) not in _ASIDE:
            return ()
        if one and told and told[-1].last == one.first and _is_one(told[-1], one):
            told[-1] = one._replace(first=told[-1].first)
        elif one:
            told.append(one)
        place = one.last if one else place + 1
    return told


def _is_one(before: _Told, after: _Told) -> bool:
    """`MANN W71930`, `манн №3`: an offer named in two ways."""
    return before.id == after.id and not (before.pieces or after.pieces)


def _named(hearing: Hearing) -> Mapping[int, _Told]:
    """Return what names one offer and is no digit, by where it begins."""
    named: dict[int, _Told] = {}
    for first, last, maker in hearing.makers:
        made = [offer for offer in hearing.offers if offer.brand.casefold() == maker]
        named.update(_of_one(made, first, last))
    return named


def _of_one(offers: Sequence[Offer], first: int, last: int) -> Iterator[tuple[int, _Told]]:
    if len(offers) == 1:
        yield first, _Told(first, last, offers[0].id)


def _count(hearing: Hearing, place: int) -> _Told | None:
    """Read an ordinal, a digit or a count in words."""
    words, shown = hearing.words, {offer.id for offer in hearing.offers}
    number, count = ordinal_at(words, place), cardinal_at(words, place)
    if place in hearing.taken:
        return None
    if number is not None and hearing.id_of(number) in shown and not _is_plural(hearing, place):
        return _Told(place, place + 1 + is_ending(words, place + 1), hearing.id_of(number))
    if count is None or not 0 < count <= _MOST:
        return None
    if not words.lower[place].isdecimal():
        return _Told(place, place + 1, pieces=count)
    offer = hearing.id_of(count) if hearing.id_of(count) in shown else 0
    numbers = bool(offer) and _is_numbered(hearing, place)
    return _Told(place, place + 1, offer, 0 if numbers else count)


def _is_plural(hearing: Hearing, place: int) -> bool:
    return str(parses(hearing.word(place))[0].tag.number) == "plur"


def _is_numbered(hearing: Hearing, place: int) -> bool:
    """`вариант 3`, `4 вариант`, `№3`."""
    words, named = hearing.words, hearing.places(*_NUMBERED)
    ahead = place - 1 in named and not words.separator(place).strip(" .:№#")
    # `третий вариант 2`; `вариант 3, вариант 2` are two.
    joined = ahead and place > 1 and not words.breaks[place - 1]
    of_another = joined and (ordinal_at(words, place - 2) or cardinal_at(words, place - 2))
    ahead = ahead and not (of_another or is_ending(words, place - 2))
    behind = place + 1 in named and not words.breaks[place + 1]
    return ahead or behind or is_signed(words, place)


def _item_numbers(hearing: Hearing, told: Sequence[_Told]) -> Sequence[_Told]:
    """Return the digits that number the lines of the client's own list: `1) бош 2) манн`."""
    words = hearing.words
    items = [
        one
        for one, following in pairwise(told)
        if one.id and one.pieces and following.first == one.last and not following.pieces
        if words.separator(one.last).strip() in _BEHIND_ITEM_NUMBERS
    ]
    in_turn = [one.pieces for one in items] == list(range(1, len(items) + 1))
    return items if in_turn and len(items) >= _PAIR and items[0] == told[0] else ()


def _pairs(told: Sequence[_Told], *, alone: bool) -> Sequence[_Pair]:
    """Return each offer with its count, which stands behind all of them or ahead of all."""
    pairs: list[_Pair] = []
    place = 0
    while place < len(told) and told[place].id:
        counted = place + 1 < len(told) and bool(told[place + 1].pieces)
        if not counted and not alone:
            break
        pairs.append((told[place], told[place + 1] if counted else None))
        place += 1 + counted
    if place == len(told):
        return pairs
    ahead = not alone and not len(told) % _PAIR and all(one.pieces for one in told[::2])
    named = ahead and not any(name.pieces for name in told[1::2])
    return list(zip(told[1::2], told[::2], strict=True)) if named else ()


def _is_sure(hearing: Hearing, pairs: Sequence[_Pair]) -> bool:
    """Say whether every count belongs to its offer, and any says that it is no other offer."""
    ends = [max(name.last, count.last if count else 0) for name, count in pairs]
    starts = [min(name.first, count.first if count else name.first) for name, count in pairs]
    text, edges = hearing.words, zip(ends, starts[1:], strict=False)
    stops = all(_STOPS.intersection(_between(text, end, start)) for end, start in edges)
    tied = all(count and _is_tied(hearing, name, count, stops=stops) for name, count in pairs)
    several = len(pairs) >= _PAIR
    if not tied or (hearing.chosen and not several) or _opens_with_a_sum(hearing, pairs):
        return False
    named = not hearing.chosen and all(_is_named(hearing, name, count) for name, count in pairs)
    counted = several and (named or any(count and not count.id for _, count in pairs))
    return counted or any(count and _is_plain(hearing, name, count) for name, count in pairs)


def _opens_with_a_sum(hearing: Hearing, pairs: Sequence[_Pair]) -> bool:
    """`3 штуки: бош и два манна`, unlike `2 - бош, 1 - манн`."""
    apart = [
        hearing.words.breaks[name.first]
        for name, count in pairs
        if count and count.last <= name.first
    ]
    return len(apart) > 1 and apart[0] and not all(apart)


def _is_named(hearing: Hearing, name: _Told, count: _Told | None) -> bool:
    """`бош 2`, `2 бош`, `второй 1`; `2 второй` may name it twice."""
    behind = count is not None and count.first >= name.last
    makers = {first for first, _, _ in hearing.makers}
    return not name.pieces and (behind or name.first in makers)


def _is_in_doubt(hearing: Hearing, pairs: Sequence[_Pair]) -> bool:
    """`третий вариант 2`: two of the third, or the second as well."""
    if len(pairs) != 1 or hearing.strict or hearing.chosen:
        return False
    name, count = pairs[0]
    numbered = not name.pieces and name.last in hearing.places(*_NUMBERED)
    return bool(numbered and count and count.id and count.first == name.last + 1)


def _is_tied(hearing: Hearing, name: _Told, count: _Told, *, stops: bool) -> bool:
    """Say whether nothing that may part them stands between an offer and its count."""
    before, after = sorted((name, count))
    between = hearing.words.lower[before.last : after.first]
    apart = _APART if name.pieces or not stops else _APART - {","}
    text = _between(hearing.words, before.last, after.first)
    return _ASIDE.isdisjoint(between) and apart.isdisjoint(text)


def _is_plain(hearing: Hearing, name: _Told, count: _Told) -> bool:
    """`бош - 2`, `3 (2)`, `вариант 4: 1`; `3 - 2` alone may be two offers, `бош (4)` one."""
    if count.id == name.id:
        return False
    before, after = sorted((name, count))
    signs = _SURE if name.pieces else _SIGNS
    worded = name.last in hearing.places(*_NUMBERED) and not count.id
    return worded or not signs.isdisjoint(_between(hearing.words, before.last, after.first))


def _between(words: Words, end: int, start: int) -> str:
    return words.text[words.ends[end - 1] : words.starts[start]]


def _numbers_its_offers(hearing: Hearing, pairs: Sequence[_Pair]) -> bool:
    """`бош - 4, фильтрон - 5` of the offers 4 and 5; `1 - бош, 2 - манн` may number the lines."""
    counted = [(name, count) for name, count in pairs if count and count.id]
    if len(pairs) < _PAIR or len(counted) < len(pairs):
        return False
    if any(is_counted(hearing, _mention(name)) for name, _ in pairs):
        return False
    signed = (one.pieces for name, one in counted if _is_ahead(hearing, one, name))
    if list(signed) == list(range(1, len(pairs) + 1)):
        return True
    makers = {first for first, _, _ in hearing.makers}
    return all(count.id == name.id and name.first in makers for name, count in counted)


def _is_ahead(hearing: Hearing, count: _Told, name: _Told) -> bool:
    """Say whether a count and a sign stand before an offer: `1 - бош`."""
    ahead = count.last <= name.first
    return ahead and not _SIGNS.isdisjoint(_between(hearing.words, count.last, name.first))


def _mention(name: _Told) -> Mention:
    return Mention((name.id,), name.first, name.last)
