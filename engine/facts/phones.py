"""Read phone numbers, and tell those that can only be phones from those that may be parts."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import phonenumbers

from engine.facts.claims import Claims
from engine.facts.words import Words

_SEPARATOR = re.compile(r"[ ().-]{1,3}")
_TAKING_BACK = frozenset({"не", "вместо"})
_NATIONAL = 10
_WITH_PREFIX = 11
_MISCOUNTED = (_WITH_PREFIX - 1, _WITH_PREFIX + 1)
_INTERNATIONAL = range(10, 16)
_GROUPS_AFTER_PREFIX = ((3, 3, 2, 2), (3, 2, 2, 3), (3, 2, 3, 2), (3, 3, 4), (3, 7), (10,))
_CITY_GROUPS = ((4, 2, 2, 2), (5, 1, 2, 2))
_GROUPS_GLUED = ((4, 3, 2, 2), (4, 2, 2, 3), (4, 3, 4), (4, 7))
_TEMPLATES_BY_FIRST_GROUP = {
    1: (
        *((1, *groups) for groups in (*_GROUPS_AFTER_PREFIX, *_CITY_GROUPS)),
        (1,) * 11,
        (1,) * 10,
    ),
    3: _GROUPS_AFTER_PREFIX[:-1],
    4: _GROUPS_GLUED,
}


class Phones(NamedTuple):
    """Phones found, and numbers that become phones only by the words around or the stage."""

    found: tuple[str, ...] = ()
    possible: Mapping[int, str] = MappingProxyType({})
    """Index of the word that may be a phone -> the phone it would be."""


def read_phones(
    words: Words, claims: Claims, *, called_parts: frozenset[int] = frozenset()
) -> Phones:
    """Find Russian phones in any usual spelling and foreign ones that begin with a plus."""
    found: list[str] = []
    possible: dict[int, str] = {}
    numeric = [index for index, code in enumerate(words.codes) if code.isdecimal()]
    if sum(len(words.codes[index]) for index in numeric) < _NATIONAL:
        return Phones()
    for index in numeric:
        if not claims.free(index) or index in called_parts:
            continue
        before = words.text[max(0, words.starts[index] - 3) : words.starts[index]]
        # `не 89161234567, а 89261234567`: the one that is taken back is read, but not told.
        told = [] if index and words.lower[index - 1] in _TAKING_BACK else found
        if before.rstrip("( ").endswith("+"):
            _read_international(words, claims, index, told)
        elif len(words.codes[index]) in {_NATIONAL, _WITH_PREFIX}:
            _read_unbroken(words, claims, index, told, possible)
        else:
            _read_grouped(words, claims, index, told)
    return Phones(tuple(dict.fromkeys(found)), possible)


def russian_phone(digits: str) -> str | None:
    """Return digits that somebody calls a phone as `+7...`, None when no phone is like that."""
    national = digits[1:] if len(digits) == _WITH_PREFIX and digits[0] in "78" else digits
    return "+7" + national if len(national) == _NATIONAL and national.isdecimal() else None


def is_broken_phone(digits: str) -> bool:
    """Say whether digits begin like a mobile phone and are one too few or too many."""
    if digits[:2] in {"79", "89"}:
        return len(digits) in _MISCOUNTED
    return digits[0] == "9" and len(digits) == _NATIONAL - 1


def _read_international(words: Words, claims: Claims, index: int, found: list[str]) -> None:
    digits, last = "", index
    while last < len(words) and words.codes[last].isdecimal() and _joins(words, index, last):
        digits += words.codes[last]
        last += 1
        if len(digits) >= _INTERNATIONAL.start:
            break
    # A plus makes it no part number even when the digits are wrong.
    claims.claim(index, last)
    while last <= len(words) and len(digits) in _INTERNATIONAL:
        if _is_phone("+" + digits):
            found.append("+" + digits)
            claims.claim(index, last)
            return
        if last == len(words) or not words.codes[last].isdecimal():
            return
        digits += words.codes[last]
        last += 1


def _read_unbroken(
    words: Words, claims: Claims, index: int, found: list[str], possible: dict[int, str]
) -> None:
    code = words.codes[index]
    if _glued_after(words, index + 1):
        return
    if len(code) == _WITH_PREFIX and code[:2] in {"79", "89"}:
        found.append("+7" + code[1:])
        claims.claim(index, index + 1)
    elif len(code) == _WITH_PREFIX and code[0] in "78" and _is_phone("+7" + code[1:]):
        possible[index] = "+7" + code[1:]
    elif len(code) == _NATIONAL and _is_phone("+7" + code):
        possible[index] = "+7" + code


def _read_grouped(words: Words, claims: Claims, index: int, found: list[str]) -> None:
    if _follows_capital(words, index):
        return
    for template in _TEMPLATES_BY_FIRST_GROUP.get(len(words.codes[index]), ()):
        last = index + len(template)
        if last > len(words) or not _fits(words, claims, index, template):
            continue
        digits = "".join(words.codes[index:last])
        if _reads_as_phone(words, index, last, digits):
            found.append("+7" + digits[-_NATIONAL:])
            claims.claim(index, last)
            return


def _fits(words: Words, claims: Claims, index: int, template: tuple[int, ...]) -> bool:
    for place, length in enumerate(template, start=index):
        code = words.codes[place]
        if len(code) != length or not code.isdecimal() or not claims.free(place):
            return False
        if not _joins(words, index, place):
            return False
    return not _glued_after(words, index + len(template))


def _reads_as_phone(words: Words, index: int, last: int, digits: str) -> bool:
    national = digits[-_NATIONAL:]
    if len(digits) == _WITH_PREFIX and digits[0] not in "78":
        return False
    if national[0] == "9":
        return _is_phone("+7" + national)
    # Mercedes writes 271 094 02 04 with spaces; a phone has brackets, a prefix or a last dash.
    punctuated = (
        len(digits) == _WITH_PREFIX
        or words.separator(last - 1) == "-"
        or ")" in words.text[words.starts[index] : words.ends[last - 1]]
    )
    return punctuated and _is_phone("+7" + national)


def _joins(words: Words, first: int, place: int) -> bool:
    return place == first or _SEPARATOR.fullmatch(words.separator(place)) is not None


def _glued_after(words: Words, index: int) -> bool:
    return index < len(words) and words.separator(index) in {"-", ".", "/"}


def _follows_capital(words: Words, index: int) -> bool:
    # "A 960 282 01 06" is a part of Mercedes: the letter belongs to the number.
    before = words.codes[index - 1] if index else ""
    return len(before) == 1 and before.isalpha() and words.separator(index) in {" ", "-"}


def _is_phone(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "RU"))
    except phonenumbers.NumberParseException:
        return False
