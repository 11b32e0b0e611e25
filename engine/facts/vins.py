"""Read vehicle identification numbers, whole or in groups after the word VIN."""

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

import vininfo

from engine.facts.claims import Claims
from engine.facts.normalise import LOOK_ALIKES
from engine.facts.words import Words

_LENGTH = 17
_NEARLY = range(15, 20)
_LONGEST_PART = 15
_MAKER = 3
_SHORTEST = 4
_RUSSIA = "Russia"
"""The library knows few of its makers, and here are most of the cars."""

_NO_MAKER = "UnsupportedBrand"
_MOST_GROUPS = 5
_BETWEEN_GROUPS = frozenset({" ", "-"})
_SERIAL_DIGITS = 4
"""Digits that every maker's numbers end in."""

_MAKER_SIGNS = re.compile("[A-HJ-NPR-Z0-9]+")
_ALPHABET = re.compile(r"(?=[0-9]*[A-Z])(?=[A-Z]*[0-9])[A-HJ-NPR-Z0-9]{17}")
_MIXED = re.compile(r"(?=[0-9]*[A-Z])(?=[A-Z]*[0-9])[A-Z0-9]+")
# Japanese makers number the frame: model code, dash, seven digits at most.
_FRAME_MODEL, _FRAME_NUMBER = re.compile(r"[A-Z]{2,5}\d{2,3}[A-Z]?"), re.compile(r"\d{6,7}")
_WHOLE_FRAME = re.compile(r"(?=.{10,14}\Z)[A-Z]{2,5}(?:\d{8,10}|\d{2,3}[A-Z]\d{6,7})")
_PADDED = re.compile(r"0\d{6}")
"""No maker of parts begins seven digits with a nought, and frames are counted so."""


class Vins(NamedTuple):
    """Numbers found; `incomplete` when one was meant but its length or letters are wrong."""

    found: tuple[str, ...] = ()
    incomplete: bool = False
    doubtful: bool = False
    """The first letters belong to no country: a hint to check for typing errors, no refusal."""


def read_vins(
    words: Words,
    claims: Claims,
    *,
    announced_at: Iterable[int],
    framed_at: frozenset[int] = frozenset(),
) -> Vins:
    """Find VINs and frames; both `..._at` are the indexes of words that follow words for them."""
    announced = frozenset(announced_at)
    # `WBA3A5C50CF 123456 vin`: once the word is there, groups anywhere may make one.
    starts = sorted(announced) + (list(range(len(words))) if announced else [])
    found = [vin for start in starts if (vin := _in_groups(words, claims, start))]
    incomplete = False
    for index, code in enumerate(words.codes):
        if not code or not claims.free(index):
            continue
        if grouped := _chained(words, claims, index) or _spaced(words, claims, index):
            found.append(grouped)
        elif len(code) < _SHORTEST:
            continue
        elif len(code) == _LENGTH and _ALPHABET.fullmatch(code):
            found.append(code)
            claims.claim(index, index + 1)
        elif _is_spoilt(code, announced=index in announced, spoken_of=bool(announced)):
            incomplete = True
            claims.claim(index, index + 1)
        elif frame := _frame(words, claims, index, framed=index in framed_at):
            found.append(frame)
    unique = tuple(dict.fromkeys(found))
    return Vins(unique, incomplete, doubtful=any(map(_has_no_country, unique)))


def _chained(words: Words, claims: Claims, start: int) -> str | None:
    """Read `WDD-212-057-1A-123456`: dashes alone may join what is seventeen characters long."""
    code, index = words.codes[start], start + 1
    while len(code) < _LENGTH and index < len(words) and words.separator(index) == "-":
        if not words.codes[index] or not claims.free(index):
            return None
        code += words.codes[index]
        index += 1
    if index == start + 1 or not _ALPHABET.fullmatch(code):
        return None
    claims.claim(start, index)
    return code


def _spaced(words: Words, claims: Claims, start: int) -> str | None:
    """Read `XTA 211440 73626283`: groups over spaces, if some maker numbers cars like this."""
    code = ""
    for index in range(start, min(start + _MOST_GROUPS, len(words))):
        joined = index == start or words.separator(index) in _BETWEEN_GROUPS
        if not joined or not words.codes[index] or not claims.free(index):
            return None
        code += words.codes[index]
        if len(code) >= _LENGTH:
            break
    if index == start or not _ALPHABET.fullmatch(code) or not code[-_SERIAL_DIGITS:].isdecimal():
        return None
    if not _has_maker(code):
        return None
    claims.claim(start, index + 1)
    return code


@functools.lru_cache(maxsize=5_000)
def _has_maker(vin: str) -> bool:
    """Say whether the first letters are a maker's, as `WDB` is, or of Russia, as `Z94` is."""
    read = vininfo.Vin(vin)
    return str(read.country) == _RUSSIA or str(read.manufacturer) != _NO_MAKER


def _in_groups(words: Words, claims: Claims, start: int) -> str | None:
    code = ""
    for index in range(start, len(words)):
        if index > start and words.separator(index).strip(" -.:"):
            return None
        if "\n" in words.separator(index) or not claims.free(index):
            return None
        code += words.lower[index].translate(LOOK_ALIKES)
        if len(code) >= _LENGTH:
            break
    else:
        return None
    if not _ALPHABET.fullmatch(code):
        return None
    claims.claim(start, index + 1)
    return code


def _is_spoilt(code: str, *, announced: bool, spoken_of: bool) -> bool:
    if len(code) not in _NEARLY or not _MIXED.fullmatch(code):
        return False
    # Seventeen characters with I, O or Q are a mistyped VIN: no part number is that long.
    if announced or len(code) == _LENGTH:
        return True
    return len(code) > _LONGEST_PART and (spoken_of or _starts_as_vin(code))


def _starts_as_vin(code: str) -> bool:
    """Say whether a sign is missing or too many in what is a VIN at both ends."""
    maker = code[:_MAKER]
    if not code[-_SERIAL_DIGITS:].isdecimal() or not _MAKER_SIGNS.fullmatch(maker):
        return False
    return _has_maker(maker.ljust(_LENGTH, "0"))


def _frame(words: Words, claims: Claims, index: int, *, framed: bool) -> str | None:
    code = words.codes[index]
    if framed and _WHOLE_FRAME.fullmatch(code):
        claims.claim(index, index + 1)
        return code
    if index + 1 >= len(words) or not claims.free(index + 1) or not _FRAME_MODEL.fullmatch(code):
        return None
    number, joint = words.codes[index + 1], words.separator(index + 1)
    if not _FRAME_NUMBER.fullmatch(number):
        return None
    if joint != "-" and not (joint == " " and (framed or _PADDED.fullmatch(number))):
        return None
    claims.claim(index, index + 2)
    return f"{code}-{number}"


def _has_no_country(vin: str) -> bool:
    return len(vin) == _LENGTH and vininfo.Vin(vin).country is None
