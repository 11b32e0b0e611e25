"""Tell which numbers of a message the client does not want: said right before or right after."""

from collections.abc import Iterator, Sequence

from engine.facts.candidates import Candidate
from engine.facts.said import Said

_REFUSALS = frozenset({"refuse_words", "lost_phrase"})
_NOT_THIS = frozenset({"не", "вместо"})


def refused_places(said: Said, candidates: Sequence[Candidate]) -> frozenset[int]:
    """Return the first words of the candidates that are refused."""
    if not candidates:
        return frozenset()
    ahead = dict(_refusals_ahead(said, candidates))
    behind = {hit.first for hit in said.hits if hit.key in _REFUSALS} - set(ahead)
    after = {found.first for found in candidates if found.last in behind}
    return frozenset((*after, *ahead.values(), *_replaced(said, candidates)))


def _replaced(said: Said, candidates: Sequence[Candidate]) -> Iterator[int]:
    """Yield where `не 06A115561B, а 1K0615301AA` or `вместо 06A115561B` gives another number."""
    if len(candidates) == 1:
        return
    for found in candidates:
        if found.first and said.words.lower[found.first - 1] in _NOT_THIS:
            yield found.first


def _refusals_ahead(said: Said, candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield where `не нужен (этот номер) 06A115561B` begins and where its number does."""
    words = said.words
    firsts = {found.first for found in candidates}
    lasts = {found.last for found in candidates}
    pointing = {hit.first for hit in said.hits if hit.key == "pointing_words"}
    for hit in said.hits:
        # In `06A115561B не нужен 1K0129620D` the refusal is about the number before it.
        if hit.key not in _REFUSALS or (hit.first in lasts and not words.breaks[hit.first]):
            continue
        place = hit.last
        while place < len(words) and place in pointing and not words.breaks[place]:
            place += 1
        if place in firsts and not words.breaks[place]:
            yield hit.first, place
