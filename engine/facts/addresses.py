"""Read where to deliver: an address, or that the client comes for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from engine.facts.address_words import AddressKind, read_address_words
from engine.facts.lone_places import Awaited, read_lone
from engine.facts.name_patterns import FoundName
from engine.facts.numerals import cardinal_at
from engine.facts.pickup import Pickup, read_pickup
from engine.facts.refused_addresses import without_refused
from engine.facts.said import Said
from engine.facts.words import Words

_SUMMED_UP = "FINAL"
_AWAITING_ADDRESS = frozenset({"CONTACT", "ADDRESS", "FINAL"})
_ASKING = frozenset({"сколько", "когда", "где", "какой", "какая", "какие", "почем", "ли", "можно"})
"""Words that make a sentence a question: grammar of Russian."""
_PLACES: frozenset[AddressKind] = frozenset(("carrier", "city", "postcode", "settlement", "street"))
_EVIDENCE = _PLACES | {"house_word"}
_NUMBERED: frozenset[AddressKind] = frozenset(("house", "postcode"))
_SHORTEST_STEM = 3
_TOWN_WORDS = 2
_AND, _NOT = "и", "не"
_CITY_AND_STREET = 2
_PLACE_AS_STREET = ["word", "city", "house"]
_BREAK = re.compile(r"\s*\n\s*")
_LINE_END = ",;:.-"


class Address(NamedTuple):
    """The address as the client wrote it, if any, and what was said about picking up."""

    text: str | None = None
    pickup: Pickup = "none"
    part: tuple[str, ...] = ()
    """Once the order is summed up, the town or the number of a flat that is told alone."""
    lone: str | None = None
    """The town or the carrier told alone before the order is summed up, the rest to follow."""
    corrects: str | None = None
    """What the same message told first and then put right."""

    def over(self, known: str | None) -> str | None:
        """Return the address known after the message of a client who does not come for it."""
        return self.text or self.lone or known

    @property
    def towns(self) -> tuple[str, ...]:
        """The town told alone once the order is summed up; what else is told is a number."""
        return tuple(word for word in self.part if word.isalpha())

    @property
    def numbered(self) -> bool:
        """Say whether a number of a house or a point is told."""
        return any(map(str.isdecimal, self.over(None) or ""))

    def part_differs_from(self, known: str | None) -> bool:
        """Say whether the part told is none of the known address, in whatever case it stands."""
        address = (known or "").lower().replace("ё", "е")
        return any(_stem(word) not in address for word in self.part)


@dataclass(frozen=True)
class _Piece:
    """Words first..last, the last not included, that may be an address or a part of one."""

    first: int
    last: int
    kinds: Sequence[AddressKind] = field(default_factory=tuple)

    def has(self, *kinds: AddressKind) -> bool:
        return not set(self.kinds).isdisjoint(kinds)


def read_address(
    said: Said,
    *,
    numbers: frozenset[int],
    stage: str,
    name: FoundName | None,
    chooses: bool = False,
    comes: bool = False,
    awaits: Awaited = "none",
) -> Address:
    """Read the delivery of one message, in which a name was found or not.

    `numbers` are indexes of words that belong to part numbers, VINs, phones or order numbers;
    who chooses an offer in the same message may tell the town beside it; who `comes`
    for the parts so far has no address that a town could be a part of; `awaits` is what of an
    address has been asked for.
    """
    pickup = read_pickup(said, stage=stage)
    named = range(name.first, name.last) if name else range(0)
    summed_up, worth_reading = stage == _SUMMED_UP, _worth_reading(said, numbers)
    alone = pickup == "none" and not _asks(said) and (chooses or stage in _AWAITING_ADDRESS)
    if not (summed_up or worth_reading or alone):
        return Address(pickup=pickup)
    kinds = read_address_words(said, numbers=numbers, name=named)
    text = _read_whole(said, kinds, stage) if summed_up or worth_reading else None
    text = text or (_street_apart(said, kinds) if awaits == "street" else None)
    if text:
        to_carrier = pickup == "chosen" and "carrier" in kinds
        return Address(text, "none" if to_carrier else pickup)
    part = tuple(_part(kinds, said)) if summed_up and alone else ()
    if not alone or (summed_up and not comes and "carrier" not in kinds):
        return Address(pickup=pickup, part=part)
    plain = stage == "ADDRESS" or (stage == "CONTACT" and bool(named))
    lone = read_lone(said, kinds, idle=numbers.union(named), plain=plain, awaits=awaits)
    return Address(pickup=pickup, part=() if lone else part, lone=lone)


def _read_whole(said: Said, told_kinds: Sequence[AddressKind], stage: str) -> str | None:
    """Return the address as the client wrote it, unless it is too little to be one."""
    kinds = without_refused(told_kinds, said.words)
    pieces = [_trimmed(piece, said.words) for piece in _pieces(kinds)]
    told = [piece for piece in pieces if piece.has(*_PLACES) or _is_house(piece)]
    told = told or [piece for piece in pieces if piece.kinds]
    corrected = stage == _SUMMED_UP and (kinds != told_kinds or _puts_right(said))
    if not told or not _is_address(told, said, "ADDRESS" if corrected else stage):
        return None
    return ", ".join(_written(piece, said.words) for piece in told)


def _street_apart(said: Said, kinds: Sequence[AddressKind]) -> str | None:
    """`Мира, 5` where only the street was lacking."""
    words, whole = said.words, _Piece(0, len(kinds), kinds)
    known = all(kind in {"word", "street", "house_word", "house"} for kind in kinds)
    counts = any(cardinal_at(words, p) for p, kind in enumerate(kinds) if kind == "word")
    return _written(whole, words) if known and not counts and _numbers_house(whole) else None


def _puts_right(said: Said) -> bool:
    """Who calls it an address, or puts it right, need not name the town again."""
    named = any(word.startswith("адрес") for word in said.words.lower)
    return named or said.says("change_contact")


def _is_house(piece: _Piece) -> bool:
    return piece.has("house_word") and piece.has("house")


def _worth_reading(said: Said, numbers: frozenset[int]) -> bool:
    """Say cheaply whether a house number or a carrier is there at all."""
    return said.says("carrier_words") or not said.words.with_digits <= numbers


def _pieces(kinds: Sequence[AddressKind]) -> Iterator[_Piece]:
    first = 0
    for index in range(len(kinds) + 1):
        if index == len(kinds) or kinds[index] == "stop":
            if first < index:
                yield _Piece(first, index, kinds[first:index])
            first = index + 1


def _trimmed(piece: _Piece, words: Words) -> _Piece:
    """Drop clauses without evidence at both ends, then words that only connect."""
    first, last = piece.first, piece.last
    kinds = dict(zip(range(first, last), piece.kinds, strict=True))
    while first < last and not _begins(words, kinds, first, last):
        first = _clause_after(words, first, last).stop
    while first < last and not _tells(_clause_before(words, first, last), kinds, leading=False):
        last = _clause_before(words, first, last).start
    while first < last and kinds[first] == "joint":
        first += 1
    while first < last and kinds[last - 1] == "joint" and not _house_letter(words, kinds, last - 1):
        last -= 1
    if first < last and kinds[first] == "house" and kinds.get(first + 1) in {"city", "settlement"}:
        first += 1
    return _Piece(first, last, [kinds[index] for index in range(first, last)])


def _begins(words: Words, kinds: dict[int, AddressKind], first: int, last: int) -> bool:
    clause = _clause_after(words, first, last)
    if _tells(clause, kinds, leading=True):
        return True
    # A town that the dictionary lacks stands in a clause of its own before street and house.
    following = [kinds[index] for index in range(clause.stop, last)]
    town = len(clause) <= _TOWN_WORDS and {kinds[index] for index in clause} == {"word"}
    return town and _numbers_house(_Piece(0, 0, following))


def _tells(clause: range, kinds: dict[int, AddressKind], *, leading: bool) -> bool:
    found = {kinds[index] for index in clause}
    if leading and found <= {"house", "joint"}:
        return False
    return not found.isdisjoint(_EVIDENCE | _NUMBERED)


def _clause_after(words: Words, first: int, last: int) -> range:
    end = first + 1
    while end < last and not words.breaks[end]:
        end += 1
    return range(first, end)


def _clause_before(words: Words, first: int, last: int) -> range:
    start = last - 1
    while start > first and not words.breaks[start]:
        start -= 1
    return range(start, last)


def _house_letter(words: Words, kinds: dict[int, AddressKind], index: int) -> bool:
    """Say whether a letter belongs to the house number before it: 5 а."""
    # `Советская 4 а не самовывоз` has no letter.
    joins = words.lower[index] == _AND or words.lower[index + 1 : index + 2] == (_NOT,)
    letter = len(words.lower[index]) == 1 and not joins
    return letter and kinds.get(index - 1) == "house"


def _is_address(told: Sequence[_Piece], said: Said, stage: str) -> bool:
    whole = _Piece(0, 0, [kind for piece in told for kind in piece.kinds])
    asking = _asks(said)
    if _is_full(whole):
        return stage in _AWAITING_ADDRESS or not (said.says("asks_price") or asking)
    if asking or stage not in _AWAITING_ADDRESS:
        return False
    if whole.has("carrier"):
        return whole.has("city", "settlement", *_NUMBERED)
    if whole.has("street", "settlement", "house_word"):
        return whole.has("house") and whole.has("word", "street")
    if whole.has("postcode"):
        return whole.has("city") or _numbers_house(whole)
    return stage == "ADDRESS" and len(told) == 1 and _numbers_house(whole)


def _asks(said: Said) -> bool:
    return "?" in said.words.text or not _ASKING.isdisjoint(said.words.lower)


def _part(kinds: Sequence[AddressKind], said: Said) -> Iterator[str]:
    """Find a town, a postcode, and the number of a flat, a house or the like."""
    for place, kind in enumerate(kinds):
        numbered = kind == "house" and place and kinds[place - 1] == "house_word"
        if numbered or kind in {"city", "postcode"}:
            yield said.words.lower[place]


def _stem(word: str) -> str:
    """Return a word without what changes with its case: `Твер`, `Казан`; a number is whole."""
    return word if word[0].isdecimal() else word[: max(_SHORTEST_STEM, len(word) - 1)]


def _is_full(whole: _Piece) -> bool:
    """Say whether a town and a house are named, by words or by their order."""
    if not whole.has("house"):
        return False
    if whole.has("street", "house_word") and whole.has("city", "settlement", "postcode"):
        return True
    return whole.has("city", "settlement") and _numbers_house(whole)


def _numbers_house(whole: _Piece) -> bool:
    """Say whether a house number follows a name of a street."""
    meaningful = [kind for kind in whole.kinds if kind not in {"joint", "house_word"}]
    if ("word", "house") in pairwise(meaningful):
        return True
    # A street may be named after what is a place too: `Казань, Розы Люксембург 5`.
    two_places = meaningful.count("city") >= _CITY_AND_STREET
    return two_places and meaningful[-len(_PLACE_AS_STREET) :] == _PLACE_AS_STREET


def _written(piece: _Piece, words: Words) -> str:
    written = words.text[words.starts[piece.first] : words.ends[piece.last - 1]]
    return ", ".join(line.strip().rstrip(_LINE_END) for line in _BREAK.split(written))
