"""Tell how many pieces of each of several part numbers are wanted: `N1 2 шт, N2 1 компл`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.facts.numerals import cardinal_at
from engine.facts.quantities import Pieces, read_quantities
from engine.facts.said import Said
from engine.facts.words import Words

_SEVERAL = 2
_MOST = 20
_SIGNS = frozenset("-:=(")
_JOINTS = frozenset({"и", "плюс", "еще", "а"})


class _Span(NamedTuple):
    first: int
    last: int
    number: str


def pieces_of_numbers(
    said: Said, part_numbers: Sequence[str], *, places: frozenset[int]
) -> Mapping[str, int]:
    """Return the pieces told beside each number; nothing where one number is named.

    `places` are the words of all numbers.
    """
    if len(part_numbers) < _SEVERAL:
        return {}
    pieces = read_quantities(said, numbers=places)
    spans = sorted(_spans(said.words, part_numbers, places))
    if not pieces:
        return _bare_counts(said.words, spans, places)
    if not spans:
        return {}
    ahead = pieces[0].first < spans[0].first
    told: dict[str, int] = {}
    for piece in pieces:
        told.update((span.number, piece.count) for span in _owners(piece, spans, ahead=ahead))
    return told


def _bare_counts(words: Words, spans: Sequence[_Span], places: frozenset[int]) -> Mapping[str, int]:
    """`N1 - 2, N2 - 1`, `N1 две, N2 одна`: a count right behind every number, with no comma."""
    told: dict[str, int] = {}
    for span in spans:
        if span.last >= len(words) or span.last in places:
            return {}
        count = cardinal_at(words, span.last) or 0
        apart = words.text[words.ends[span.last - 1] : words.starts[span.last]]
        signed = not _SIGNS.isdisjoint(apart) or not words.lower[span.last].isdecimal()
        closed = words.breaks[span.last + 1] or words.lower[span.last + 1] in _JOINTS
        closed = closed or span.last + 1 in places
        if not 0 < count <= _MOST or not signed or not closed or "," in apart:
            return {}
        told[span.number] = count
    return told


def _owners(piece: Pieces, spans: Sequence[_Span], *, ahead: bool) -> Sequence[_Span]:
    if piece.each:
        return spans
    before = [span for span in spans if span.last <= piece.first]
    after = [span for span in spans if span.first >= piece.last]
    return (after[:1] or before[-1:]) if ahead else (before[-1:] or after[:1])


def _spans(words: Words, part_numbers: Sequence[str], places: frozenset[int]) -> Iterator[_Span]:
    for number in part_numbers:
        for first in sorted(places):
            if last := _end(words, number, first, places):
                yield _Span(first, last, number)
                break


def _end(words: Words, number: str, first: int, places: frozenset[int]) -> int:
    """Return where a number that starts at a word ends, 0 where another one stands there."""
    code, place = "", first
    while place in places and len(code) < len(number):
        code += words.codes[place]
        place += 1
    return place if code == number else 0
