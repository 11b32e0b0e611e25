"""Find the codes that open doors: `домофон 5В1234`, `код двери 12В4567`, `кв 5, код 45к7`.

They belong to the address and are no numbers of parts.
"""

from typing import NamedTuple

from engine.facts.said import Said

_OPENS, _CODE = "door_words", "code_words"
_ADDRESSED = ("house_words", "street_words")
_LED = frozenset({":", "№", "#", " №", " #", ": №"})
_PIECES = frozenset({"к", "в", "а", "с", "k", "b", "v", "a", "c", "ключ", "key"})
"""What stands between the halves of a code typed apart: `11 к 2233`, `40 ключ 1234`."""

_LONGEST = 8


class DoorCodes(NamedTuple):
    """Words that are codes of doors, and the words that call them so."""

    codes: frozenset[int] = frozenset()
    called: frozenset[int] = frozenset()


def door_codes(said: Said, *, at_address: bool = False) -> DoorCodes:
    """Return the codes of doors told; a bare `код` is one where an address is told or awaited."""
    if not said.words.with_digits:
        return DoorCodes()
    may_be_bare = at_address or said.places.any_of(*_ADDRESSED)
    keys = (_OPENS, _CODE) if may_be_bare else (_OPENS,)
    codes, called = set[int](), set[int]()
    for hit in said.hits:
        bare = hit.key == _CODE
        if hit.key in keys and (code := _code_at(said, hit.last, bare=bare)):
            codes.update(code)
            called.update(range(hit.first, hit.last))
    return DoorCodes(frozenset(codes), frozenset(called))


def _code_at(said: Said, first: int, *, bare: bool) -> range:
    """Return the words of a code that begins at a word, nothing where none does."""
    words = said.words
    if first not in words.with_digits or len(words.lower[first]) > _LONGEST:
        return range(0)
    if bare and not words.lower[first][0].isdecimal():
        return range(0)
    # A colon ends a clause, but leads to the code.
    if words.breaks[first] and words.separator(first).strip() not in _LED:
        return range(0)
    last = first + 1
    halves = words.lower[last : last + 2]
    if len(halves) > 1 and halves[0] in _PIECES and halves[1].isdecimal():
        last += 2
    return range(first, last)
