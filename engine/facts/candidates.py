"""Find what may be a part number: groups joined as makers write them, chains, single tokens."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from engine.facts.claims import Claims
from engine.facts.numbers_alike import are_neighbours
from engine.facts.part_knowledge import NameHits, PartNumberKnowledge
from engine.facts.words import Words

CandidateKind = Literal["part", "plausible", "series", "series_alike", "digits", "short"]
"""part: by its form alone; plausible: so unless it is an order's; series: where parts are spoken
of or nothing else is said; series_alike: beside the name of a part; digits, short: by the words
around it only."""

_JOINTS = {" ": " ", "  ": " ", "-": "-", " - ": "-", "- ": "-", " -": "-", ".": ".", "/": "/"}
_GLUE = frozenset("-./")
_DIGITS = range(3, 15)
_PIECES_DIGITS = range(1, 4)
_MIXED = range(4, 21)
_ENOUGH_CHARACTERS = 7
_ENOUGH_DIGITS = 4
_LEADING_TO_BRAND = frozenset({"от", "фирма", "фирмы", "бренд", "бренда", "производитель", "марки"})
_LONG_MIX = 8
"""Letters and digits so long that only numbers of things look like it."""

_COMPLETE_DIGITS = 9
_GROUPS = 3
_DIGIT_GROUPS = ((3, 3, 3), (4, 3, 3), (5, 5))
_NOUGHT = re.compile(r"(?<=\d)O(?=\d)|^O(?=\d{2}|\d[A-Z])")
_TAIL_LOST = re.compile(r"\d{5}[A-Z]{3,4}\d?")
_GLUED_QUANTITY = re.compile(r"(?:\d{1,2}X)?([0-9A-Z]{7,20}?)(?:X\d{1,2})?")


@dataclass(frozen=True)
class Candidate:
    """A number that may be a part number, with the words it is made of."""

    code: str
    first: int
    last: int
    kind: CandidateKind


class _Brands(NamedTuple):
    """Brands by the place where a number right behind them starts, or right before them ends."""

    before: Mapping[int, str]
    behind: Mapping[int, str]
    of_cars: bool
    """A maker of cars is named: such write one number in two halves."""


class _Run(NamedTuple):
    """Words of the Latin and digit kind that follow each other on one line."""

    first: int
    codes: tuple[str, ...]
    joints: tuple[str, ...]
    text: str
    offsets: tuple[int, ...]
    places_after: Mapping[int, int]
    """Text offset where a word ends -> how many words of the run end there."""


def read_candidates(
    words: Words, claims: Claims, knowledge: PartNumberKnowledge, names: NameHits
) -> list[Candidate]:
    """Return candidates in order of place; none shares a word with another."""
    brands = _Brands(
        before={hit.last: hit.key for hit in names.brands if not _break_at(words, hit.last)},
        behind={
            _end_of_number(words, hit.first): hit.key
            for hit in names.brands
            if not words.breaks[hit.first]
        },
        of_cars=bool(names.makes),
    )
    found: list[Candidate] = []
    for run in _runs(words, claims):
        found.extend(_read_run(run, knowledge, brands))
    return found


def _end_of_number(words: Words, brand: int) -> int:
    """`GDB 1550 фирмы trw`: words that only lead to the name stand between."""
    while brand and words.lower[brand - 1] in _LEADING_TO_BRAND and not words.breaks[brand]:
        brand -= 1
    return brand


def _break_at(words: Words, index: int) -> bool:
    return "\n" in words.separator(index) if index < len(words) else True


def _runs(words: Words, claims: Claims) -> Iterator[_Run]:
    index = 0
    while index < len(words):
        if not words.codes[index] or not claims.free(index):
            index += 1
            continue
        run = _run_from(words, claims, index)
        index += len(run.codes)
        if any(character.isdecimal() for character in run.text):
            yield run


def _run_from(words: Words, claims: Claims, first: int) -> _Run:
    codes = [_with_noughts(words.codes[first])]
    text, offsets, joints = codes[0], [0], [""]
    places_after = {len(text): 1}
    last = first + 1
    while last < len(words) and words.codes[last] and claims.free(last):
        if _counts_pieces(words, last):
            break
        joint = _JOINTS.get(words.separator(last))
        if joint is None:
            break
        offsets.append(len(text) + len(joint))
        joints.append(words.separator(last))
        codes.append(_with_noughts(words.codes[last]))
        text += joint + codes[-1]
        last += 1
        places_after[len(text)] = last - first
    return _Run(first, tuple(codes), tuple(joints), text, tuple(offsets), places_after)


def _with_noughts(code: str) -> str:
    """`583O1-1HA00`: makers write no letter O between digits, people who type do."""
    return _NOUGHT.sub("0", code) if "O" in code else code


def _counts_pieces(words: Words, index: int) -> bool:
    """`A 216 885 37 37 20 шт`: the last digits count the parts."""
    code, after = words.codes[index], index + 1
    if not code.isdecimal() or len(code) not in _PIECES_DIGITS or after == len(words):
        return False
    return words.lower[after].startswith("шт")


def _read_run(run: _Run, knowledge: PartNumberKnowledge, brands: _Brands) -> Iterator[Candidate]:
    place = 0
    while place < len(run.codes):
        candidate = (
            _branded(run, place, knowledge, brands.before.get(run.first + place))
            or _before_brand(run, place, knowledge, brands.behind.get(run.first + len(run.codes)))
            or (None if brands.of_cars else _one_of_two(run, place, knowledge))
            or _written(run, place, knowledge)
            or _of_series(run, place, knowledge)
            or _split_tail(run, place, knowledge)
            or _chain(run, place, knowledge)
            or _digit_groups(run, place)
            or _single(run, place, knowledge)
        )
        if candidate:
            yield _sure_beside_brand(candidate) if candidate.last in brands.behind else candidate
        place += candidate.last - candidate.first if candidate else 1


def _branded(
    run: _Run, place: int, knowledge: PartNumberKnowledge, brand: str | None
) -> Candidate | None:
    if brand is None:
        return None
    end = knowledge.branded_end(run.text, run.offsets[place], brand=brand)
    last = run.places_after.get(end, 0)
    if last:
        return _candidate(run, place, last, "part")
    glued = place + 1 < len(run.codes) and run.joints[place + 1] in _GLUE
    return None if glued else _short_enough(run, place)


def _before_brand(
    run: _Run, place: int, knowledge: PartNumberKnowledge, brand: str | None
) -> Candidate | None:
    """Read `P 85 020 brembo`; short codes before a brand are cars: `e39 mann`."""
    if brand is None:
        return None
    end = knowledge.branded_end(run.text, run.offsets[place], brand=brand)
    digits = sum(map(str.isdecimal, run.text[run.offsets[place] :]))
    whole = end == len(run.text) and digits >= _ENOUGH_DIGITS
    return _candidate(run, place, len(run.codes), "part") if whole else None


def _short_enough(run: _Run, place: int) -> Candidate | None:
    code = run.codes[place]
    if len(code) in _MIXED and any(map(str.isdecimal, code)):
        return _candidate(run, place, place + 1, "part")
    return None


def _sure_beside_brand(candidate: Candidate) -> Candidate:
    long_enough = len(candidate.code) > _ENOUGH_DIGITS and any(map(str.isdecimal, candidate.code))
    return replace(candidate, kind="part") if long_enough else candidate


def _written(run: _Run, place: int, knowledge: PartNumberKnowledge) -> Candidate | None:
    last = run.places_after.get(knowledge.written_end(run.text, run.offsets[place]), 0)
    return _candidate(run, place, last, "part") if last > place + 1 else None


def _of_series(run: _Run, place: int, knowledge: PartNumberKnowledge) -> Candidate | None:
    end, series = knowledge.series_end(run.text, run.offsets[place])
    last = run.places_after.get(end, 0)
    if last <= place:
        return None
    found = _candidate(run, place, last, "series" if series == "distinct" else "series_alike")
    kind = _kind_of(found.code, knowledge)
    return replace(found, kind=kind) if kind in {"part", "plausible"} else found


def _split_tail(run: _Run, place: int, knowledge: PartNumberKnowledge) -> Candidate | None:
    """Join `90915 YZZE 1`: without the last digit no make numbers its parts like this."""
    for count in (_GROUPS, _GROUPS - 1):
        *pieces, tail = run.codes[place : place + count]
        start = "".join(pieces)
        if len(pieces) != count - 1 or len(tail) != 1 or not tail.isdecimal():
            continue
        if not _TAIL_LOST.fullmatch(start) or knowledge.has_shape(start):
            continue
        if knowledge.has_shape(start + tail):
            return _candidate(run, place, place + count, "part")
    return None


def _chain(run: _Run, place: int, knowledge: PartNumberKnowledge) -> Candidate | None:
    last = place + 1
    while last < len(run.codes) and run.joints[last] in _GLUE:
        last += 1
    pieces = run.codes[place:last]
    if len(pieces) == 1 or any(_is_complete(piece, knowledge) for piece in pieces):
        return None
    code = "".join(pieces)
    kind = _kind_of(code, knowledge)
    if kind == "digits" and len(code) < _ENOUGH_CHARACTERS:
        kind = None
    # Pieces of a chain that makes no number are not numbers either: they are sizes and the like.
    return _candidate(run, place, last, kind or "short")


def _one_of_two(run: _Run, place: int, knowledge: PartNumberKnowledge) -> Candidate | None:
    apart = run.joints[place + 1 : place + 2] == (" ",)
    alike = apart and are_neighbours(run.codes[place : place + 2])
    return _single(run, place, knowledge) if alike else None


def _digit_groups(run: _Run, place: int) -> Candidate | None:
    """Join `061 115 561`, `8200 513 033`, `26300 35531`: one number, of nobody in particular."""
    for lengths in _DIGIT_GROUPS:
        last = place + len(lengths)
        groups = run.codes[place:last]
        if tuple(map(len, groups)) != lengths or not all(map(str.isdecimal, groups)):
            continue
        alone = run.joints[place + 1 : last] == (" ",) * (len(lengths) - 1)
        goes_on = run.codes[last : last + 1] and run.codes[last][0].isdecimal()
        return _candidate(run, place, last, "digits") if alone and not goes_on else None
    return None


def _single(run: _Run, place: int, knowledge: PartNumberKnowledge) -> Candidate | None:
    code = run.codes[place]
    kind = _kind_of(code, knowledge)
    if kind is None:
        return None
    counted = _GLUED_QUANTITY.fullmatch(code)
    if counted and not knowledge.has_shape(code) and knowledge.has_shape(counted[1]):
        return Candidate(counted[1], run.first + place, run.first + place + 1, "part")
    return _candidate(run, place, place + 1, kind)


def _kind_of(code: str, knowledge: PartNumberKnowledge) -> CandidateKind | None:
    if code.isdecimal():
        return "digits" if len(code) in _DIGITS else None
    digits = sum(map(str.isdecimal, code))
    if not digits or len(code) not in _MIXED:
        return None
    if len(code) >= _ENOUGH_CHARACTERS and digits >= _ENOUGH_DIGITS:
        if knowledge.has_shape(code):
            return "part"
        long_mix = len(code) >= _LONG_MIX and digits > _ENOUGH_DIGITS
        if knowledge.is_plausible(code) or long_mix:
            return "plausible"
    return "short"


def _is_complete(code: str, knowledge: PartNumberKnowledge) -> bool:
    if code.isdecimal():
        return len(code) >= _COMPLETE_DIGITS
    return _kind_of(code, knowledge) in {"part", "plausible"}


def _candidate(run: _Run, place: int, last: int, kind: CandidateKind) -> Candidate:
    code = "".join(run.codes[place:last])
    return Candidate(code, run.first + place, run.first + last, kind)
