"""Tell offers that others are only measured by: `второй лучше третьего`, `лучше 2, чем 3`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.facts.hearing import Hearing, Mention
from engine.facts.morphology import parses

_COMPLAINTS = frozenset({"objection_price", "objection_delivery"})
_ASKING = "question_words"
_THAN = "чем"
_RATHER = frozenset({"лучше", "скорее"})
"""Before an offer these prefer it as well: `лучше второго возьму`."""
_GENITIVE = ("го", "ей")
_NOT = "не"


@dataclass(frozen=True)
class Comparison:
    """A word that compares and the offer, named behind it, that it compares with."""

    place: int
    measure: Mention
    than: int
    """Where `чем` stands; it asks nothing there."""


def without_comparisons(
    hearing: Hearing, mentions: Sequence[Mention]
) -> tuple[Hearing, list[Mention]]:
    """Return the mentions that are more than a measure, without complaints that only compare.

    `второй дешевле первого` neither takes the cheapest nor finds the second too dear.
    """
    comparisons = list(_comparisons(hearing, mentions))
    if not comparisons:
        return hearing, list(mentions)
    places = {comparison.place for comparison in comparisons}
    thans = {comparison.than for comparison in comparisons}
    measures = [comparison.measure for comparison in comparisons]
    if not hearing.places("choose_words"):
        # `второй лучше третьего` finds it better and takes nothing yet.
        measures += [m for m in mentions if any(_is_subject(hearing, m, place) for place in places)]
    left = [m for m in mentions if m not in measures and places.isdisjoint(range(m.first, m.last))]
    hits = tuple(
        hit
        for hit in hearing.said.hits
        if (hit.key not in _COMPLAINTS or places.isdisjoint(range(hit.first, hit.last)))
        and (hit.key != _ASKING or (hit.first not in thans or hit.last > hit.first + 1))
    )
    return replace(hearing, said=replace(hearing.said, hits=hits)), left


def _comparisons(hearing: Hearing, mentions: Sequence[Mention]) -> Iterator[Comparison]:
    for index, mention in enumerate(mentions):
        before = mentions[index - 1] if index else None
        place = _comparing(hearing, mention, before)
        if place is not None:
            beside = _beside(hearing, mention.first)
            yield Comparison(place, mention, beside if hearing.word(beside) == _THAN else -1)


def _comparing(hearing: Hearing, mention: Mention, before: Mention | None) -> int | None:
    """Return where the comparison with an offer stands, if there is one."""
    beside = _beside(hearing, mention.first)
    if hearing.word(beside) == _THAN:
        start = before.first if before else 0
        compared = (p for p in range(beside - 1, start - 1, -1) if _compares(hearing, p))
        around = next(compared, None)
        if around is None and before is not None and _compares(hearing, before.first - 1):
            return before.first - 1
        return around
    if beside not in hearing.clause(mention.first) or not _compares(hearing, beside):
        return None
    subject = before is not None and _is_subject(hearing, before, beside)
    genitive = hearing.word(mention.first).endswith(_GENITIVE)
    if genitive and hearing.word(beside) not in _RATHER:
        return beside
    return beside if subject else None


def _is_subject(hearing: Hearing, before: Mention, place: int) -> bool:
    """`второй явно лучше третьего`; `не второй, лучше третий` compares nothing."""
    clause = hearing.clause(place)
    if before.first > place and hearing.word(place) in _RATHER:
        # `лучше первый, чем второй` prefers it.
        return False
    named = before.last in hearing.places("option_words")
    near = before.last in clause and place - before.last - named <= 1
    negated = hearing.word(before.first - 1) in {_NOT, "ни"}
    return near and before.first in clause and not negated


def _beside(hearing: Hearing, first: int) -> int:
    idle = hearing.places("option_words", "number_words")
    place = first - 1
    while place in idle:
        place -= 1
    return place


def _compares(hearing: Hearing, place: int) -> bool:
    word = hearing.word(place)
    corrects = place in hearing.places("correction_words")
    return bool(word) and not corrects and any("COMP" in parse.tag for parse in parses(word))
