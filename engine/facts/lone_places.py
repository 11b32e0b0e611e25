"""Read what is told alone of an address: the town, the carrier, or the code of its point."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from engine.facts.address_words import AddressKind
from engine.facts.morphology import parses
from engine.facts.refused_addresses import without_refused
from engine.facts.said import Said

Awaited = Literal["none", "point", "street", "town"]
"""What of an address has just been asked for: the point of a carrier, the street, the town."""

_DENYING = frozenset({"не", "вместо", "нет", "без"})
_JOINING = frozenset({"и", "или", "либо"})
_PLAIN_CASES = frozenset({"nomn", "accs"})
_INTO = frozenset({"в", "во"})
_JOINTS = frozenset({"в", "во", "на", "и", "а", "через", "по", "это"})
_TOWNS: frozenset[AddressKind] = frozenset(("city", "settlement"))
_LONE = _TOWNS | {"carrier", "joint"}
_TOWN_WORDS = 3
_CODE = re.compile(r"[a-zа-я]{1,5}-?\d{1,5}|\d{1,6}")
_OFFICE = re.compile(r"[1-6]\d{5}")
"""An office of the post goes by its postcode."""
_CODE_LABELS = frozenset({"код", "номер", "пункт", "пвз", "постамат", "отделение", "терминал"})
_IDLE = (
    "address_label",
    "choose_words",
    "confirm_words",
    "delivery_words",
    "filler_words",
    "greeting",
    "need_words",
    "option_words",
    "piece_words",
    "polite_words",
    "prefer_words",
    "thanks",
)
"""Lexicon facts whose words may stand beside a carrier that the client settles on."""


def read_lone(
    said: Said,
    kinds: Sequence[AddressKind],
    *,
    idle: frozenset[int],
    plain: bool,
    awaits: Awaited = "none",
) -> str | None:
    """Find the only town or carrier of a message that asks nothing and denies nothing.

    `idle` are words of numbers and of the name; unless a place is awaited, as `plain` says, a town
    must be told as the place to deliver to. A town just asked for may be any word, and a point
    may be told by its code.
    """
    told_kinds, kinds = kinds, without_refused(kinds, said.words)
    if kinds == told_kinds and not _DENYING.isdisjoint(said.words.lower):
        return None
    spans = [span for span in _spans(kinds) if not _LONE.isdisjoint(kinds[i] for i in span)]
    found = [span for span in spans if _has(kinds, span, "city", "carrier")]
    if len(found) == 1 and _is_one_place(said, kinds, found[0]):
        told = _is_told(said, kinds, found[0], idle, plain=plain)
        return _written(said, found[0]) if told else None
    any_word = [span for span in _spans(kinds) if _has(kinds, span, "word", "settlement")]
    if awaits == "point" and (code := _code(said, idle)) is not None:
        return code
    if awaits == "town" and len(any_word) == 1 and _is_any_town(said, kinds, any_word[0], idle):
        return _written(said, any_word[0])
    return None


def _is_one_place(said: Said, kinds: Sequence[AddressKind], span: range) -> bool:
    """`Московская область, Химки`: a word before what it names belongs to the town as well."""
    return _JOINING.isdisjoint(said.words.lower[span.start : span.stop]) and all(
        kinds[place] in _LONE or kinds[place + 1 : place + 2] == ("settlement",) for place in span
    )


def _is_told(
    said: Said, kinds: Sequence[AddressKind], span: range, idle: frozenset[int], *, plain: bool
) -> bool:
    if _has(kinds, span, "carrier"):
        return _says_nothing_else(said, span, idle)
    if said.says("address_label") or _leads_into(said, kinds, span):
        return True
    if plain:
        return not (idle and _may_be_surname(said, span))
    return _says_nothing_else(said, span, idle) and _is_called(said, kinds, span)


def _is_called(said: Said, kinds: Sequence[AddressKind], span: range) -> bool:
    """Say whether a town is called by its name: `Казань`, but neither `короче` nor `иванова`."""
    named = [parses(said.words.lower[place]) for place in span if kinds[place] == "city"]
    cases = [{parse.tag.case for parse in word if "Geox" in parse.tag} for word in named]
    plain = all(not told or not told.isdisjoint(_PLAIN_CASES) for told in cases)
    return plain and not _may_be_surname(said, span)


def _may_be_surname(said: Said, span: range) -> bool:
    """`мария 89161234567 иванова`: beside a name or a phone it is no town."""
    return any("Surn" in parse.tag for place in span for parse in parses(said.words.lower[place]))


def _code(said: Said, idle: frozenset[int]) -> str | None:
    """`TUL12`, `пункт 145`: what a carrier calls its point, and nothing else beside it."""
    words = said.words
    told = [place for place in range(len(words)) if _CODE.fullmatch(words.lower[place])]
    labelled = not _CODE_LABELS.isdisjoint(words.lower)
    place = told[0] if len(told) == 1 else len(words)
    code = "".join(words.lower[place : place + 1])
    if not code or not (labelled or _OFFICE.fullmatch(code) or not code.isdecimal()):
        return None
    labels = {index for index, word in enumerate(words.lower) if word in _CODE_LABELS}
    only = _says_nothing_else(said, range(place, place + 1), idle | labels)
    return words.text[words.starts[place] : words.ends[place]] if only else None


def _leads_into(said: Said, kinds: Sequence[AddressKind], span: range) -> bool:
    """`в Казань`, but not `который в Москве`."""
    town = next(place for place in span if kinds[place] == "city")
    words = said.words
    into = town and words.lower[town - 1] in _INTO and not words.breaks[town]
    return bool(into) and any(
        "Geox" in parse.tag and parse.tag.case == "accs" for parse in parses(words.lower[town])
    )


def _is_any_town(
    said: Said, kinds: Sequence[AddressKind], span: range, idle: frozenset[int]
) -> bool:
    named = [place for place in span if kinds[place] == "word"]
    unheard = said.places.all.isdisjoint(named)
    return unheard and len(named) <= _TOWN_WORDS and _says_nothing_else(said, span, idle)


def _says_nothing_else(said: Said, span: range, idle: frozenset[int]) -> bool:
    heard = said.places.of(*_IDLE) | idle
    return all(
        place in span or place in heard or word in _JOINTS or word.isdecimal()
        for place, word in enumerate(said.words.lower)
    )


def _spans(kinds: Sequence[AddressKind]) -> Iterator[range]:
    """Return the words between stops, without those at both ends that only connect."""
    first = 0
    for index in range(len(kinds) + 1):
        if index == len(kinds) or kinds[index] == "stop":
            told = [place for place in range(first, index) if kinds[place] != "joint"]
            if told:
                yield range(told[0], told[-1] + 1)
            first = index + 1


def _has(kinds: Sequence[AddressKind], span: range, *wanted: AddressKind) -> bool:
    return any(kinds[place] in wanted for place in span)


def _written(said: Said, span: range) -> str:
    words = said.words
    return words.text[words.starts[span.start] : words.ends[span.stop - 1]]
