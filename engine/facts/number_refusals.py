"""Tell which numbers the client does not want: refused, replaced, got already or given back."""

from collections.abc import Iterator, Sequence

from engine.facts.candidates import Candidate
from engine.facts.message_parts import MessageParts
from engine.facts.numerals import ordinal_at, place_from_the_end
from engine.facts.phrases import Hit
from engine.facts.said import Said

_REFUSALS = frozenset({"refuse_words", "lost_phrase"})
_NOT_THIS = frozenset({"не", "вместо"})
_GOT = "acquired_words"
_WISHES = ("wants_part", "asks_price", "asks_stock", "analog_words")
_WANTED = (*_WISHES, "question_words")
_BACK = "gives_back"
_LISTED = frozenset({"part", "plausible", "series"})
_LISTED_DIGITS = 7


def refused_places(said: Said, candidates: Sequence[Candidate]) -> frozenset[int]:
    """Return the first words of the candidates that are refused."""
    if not candidates:
        return frozenset()
    refusals = [hit for hit in said.hits if hit.key in _REFUSALS]
    told = dict((*_counted(said, candidates, refusals), *_ahead(said, candidates, refusals)))
    behind = {hit.first for hit in refusals if not _names_any(hit, candidates)} - set(told)
    after = {found.first for found in candidates if found.last in behind}
    others = (*_replaced(said, candidates), *_got(said, candidates))
    return frozenset((*told.values(), *after, *(others if len(candidates) > 1 else ())))


def goes_back(said: Said) -> bool:
    """Say whether the parts named are given back: `купил 06A115561B, не подошла, верну`."""
    return said.says(_BACK) and not said.places.any_of(*_WISHES)


def _names_any(hit: Hit, candidates: Sequence[Candidate]) -> bool:
    """Say whether a refusal is of a number inside, as in `06A115561B я уже купил`."""
    return any(hit.first <= found.first < hit.last for found in candidates)


def _replaced(said: Said, candidates: Sequence[Candidate]) -> Iterator[int]:
    """Yield where `не 06A115561B, а 1K0615301AA` or `вместо 06A115561B` gives another number."""
    for found in candidates:
        if found.first and said.words.lower[found.first - 1] in _NOT_THIS:
            yield found.first


def _got(said: Said, candidates: Sequence[Candidate]) -> Iterator[int]:
    """Yield where `06A115561B уже купил` tells of a number that another is asked for beside."""
    if not said.says(_GOT):
        return
    parts = MessageParts(said)
    for part in parts.all:
        told = said.places.within(part, _GOT) and not said.places.within(part, *_WANTED)
        if told and "не" not in parts.lower(part) and not parts.clauses.asks(part.start):
            yield from (found.first for found in candidates if found.first in part)


def _counted(
    said: Said, candidates: Sequence[Candidate], refusals: Sequence[Hit]
) -> Iterator[tuple[int, int]]:
    """Yield where `второй не надо` or `не надо второй` refuses and where the number stands."""
    listed = [found for found in candidates if _is_listed(found)]
    breaks = said.words.breaks
    for hit in refusals:
        # Both edges of a refusal are of its clause, unless a clause ends there.
        beside = ((hit.first - 1, breaks[hit.first]), (hit.last, breaks[hit.last]))
        for place in (place for place, apart in beside if not apart):
            before = [found for found in listed if found.last <= place]
            yield from ((hit.first, first) for first in _at(said, place, before))


def _at(said: Said, place: int, listed: Sequence[Candidate]) -> Iterator[int]:
    """Yield where the number of a list stands that a word counts, from either end."""
    if len(listed) < len(("one", "another")):
        return
    from_end = place_from_the_end(said.words.lower[place])
    number = len(listed) + 1 - from_end if from_end else ordinal_at(said.words, place)
    if number and number <= len(listed):
        yield listed[number - 1].first


def _is_listed(found: Candidate) -> bool:
    return found.kind in _LISTED or (found.kind == "digits" and len(found.code) >= _LISTED_DIGITS)


def _ahead(
    said: Said, candidates: Sequence[Candidate], refusals: Sequence[Hit]
) -> Iterator[tuple[int, int]]:
    """Yield where `не нужен (этот номер) 06A115561B` begins and where its number does."""
    words = said.words
    firsts = {found.first for found in candidates}
    lasts = {found.last for found in candidates}
    pointing = {hit.first for hit in said.hits if hit.key == "pointing_words"}
    for hit in refusals:
        # In `06A115561B не нужен 1K0129620D` the refusal is about the number before it.
        if hit.first in lasts and not words.breaks[hit.first]:
            continue
        place = hit.last
        while place < len(words) and place in pointing and not words.breaks[place]:
            place += 1
        if place in firsts and not words.breaks[place]:
            yield hit.first, place
