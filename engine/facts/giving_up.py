"""Hear one part of a message give the purchase up, whatever the others tell of the reasons."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from engine.facts.clauses import CONCLUDING, JOINTS
from engine.facts.message_parts import IDLE, MessageParts
from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.said import Said
from engine.facts.standing_refusals import REFUSAL, StandingRefusals
from engine.facts.words import split_words

_WISH = "wants_part"
_WAS = frozenset({"был", "была", "было", "были"})
_TELLING = frozenset({REFUSAL, CONCLUDING})
_WILL_NOT = "will_not"
_NO = (_WILL_NOT, "none_of_them")
_NAMING = ("part_words", "pointing_words", "mending_deeds")
_KEPT = frozenset(
    {
        *JOINTS,
        *_NO,
        "acquired_words",
        "better_words",
        "blaming_words",
        "deal_words",
        "done_words",
        "elsewhere_words",
        "falls_short",
        "found_words",
        "fulfilling_words",
        "idle_conditions",
        "lately_words",
        "mended_words",
        "paid_words",
        "parting_words",
        "refusal_company",
        "regret_words",
        "resolve_words",
        "the_part_words",
        "will_buy_words",
    }
)
"""Facts that stay true of a refusal, so that its trace shows what was heard."""


def hear_giving_up(
    said: Said,
    *,
    numbers: frozenset[int],
    the_part: frozenset[int],
    sought: frozenset[int] = frozenset(),
    ordered: bool = False,
    stage: str = "",
    choosing: bool = False,
) -> Said:
    """Leave of a message what gives the purchase up, or take back what is no refusal.

    `numbers` are indexes of words that belong to numbers: such a message says more. `the_part` are
    those of all that the sale is about: who refuses it refuses the sale. `sought` are
    those of numbers asked for before anything was offered. Who has `ordered` something may need
    nothing more; who is still `choosing` and leaves refuses all. At a `stage` where its data are
    awaited the order may be put right.
    """
    parts = MessageParts(said)
    if the_part and said.says(_WILL_NOT):
        said = replace(said, hits=(*said.hits, *_refused(parts, the_part)))
        parts = MessageParts(said)
    if _TELLING.isdisjoint(said.keys):
        return said
    refusals = StandingRefusals(parts, numbers, the_part, sought, ordered, stage, choosing)
    standing = [hit for hit in said.hits if hit.key == REFUSAL and refusals.stands(hit)]
    if numbers:
        return _without_past_wishes(_with_refusals(said, standing), standing)
    endings = (*map(parts.of, standing), *_concluded(parts, refusals))
    if not endings:
        return _with_refusals(said, ())
    return _only(said, min(endings, key=lambda part: part.start))


def _refused(parts: MessageParts, the_part: frozenset[int]) -> Iterator[Hit]:
    """Find what says only that the part is not wanted: `06A905115D не надо`."""
    company = parts.places.of(_WILL_NOT, *_NAMING, *IDLE) | the_part
    for part in parts.all:
        named = not the_part.isdisjoint(part) and parts.places.within(part, _WILL_NOT)
        if named and company.issuperset(part):
            yield Hit(REFUSAL, part.start, part.stop)


def _concluded(parts: MessageParts, refusals: StandingRefusals) -> Iterator[range]:
    """Find parts that draw a no from what was told: `деталь живая так что нет`."""
    places = parts.places
    beside = places.of(CONCLUDING, *_NO, *IDLE)
    for part in parts.all:
        concludes = part[0] in places.of(CONCLUDING) and places.within(part, *_NO)
        if not concludes or not beside.issuperset(part):
            continue
        later = [other for other in parts.all if other.start >= part.stop]
        nothing_new = all(beside.issuperset(other) or refusals.refuses(other) for other in later)
        if nothing_new and refusals.stands(Hit(REFUSAL, part.start, part.stop)):
            yield part


def _only(said: Said, part: range) -> Said:
    words = said.words
    text = words.text[words.starts[part.start] : words.ends[part.stop - 1]]
    own = (
        Hit(hit.key, hit.first - part.start, hit.last - part.start)
        for hit in said.hits
        if hit.key in _KEPT and hit.first in part and hit.last <= part.stop
    )
    return Said(split_words(text), (*own, Hit(REFUSAL, 0, len(part))), NameHits())


def _with_refusals(said: Said, standing: Iterable[Hit]) -> Said:
    kept = frozenset(standing)
    hits = tuple(hit for hit in said.hits if hit.key != REFUSAL or hit in kept)
    return said if len(hits) == len(said.hits) else Said(said.words, hits, said.names)


def _without_past_wishes(said: Said, standing: Sequence[Hit]) -> Said:
    """`06A905115D нужна была, но уже не надо`: what was wanted before a refusal is not now."""
    lower = said.words.lower
    last = max((hit.first for hit in standing), default=0)
    past = {
        hit
        for hit in said.hits
        if hit.key == _WISH and hit.first < last and not _WAS.isdisjoint(_beside(lower, hit))
    }
    hits = tuple(hit for hit in said.hits if hit not in past)
    return said if not past else Said(said.words, hits, said.names)


def _beside(lower: Sequence[str], hit: Hit) -> Sequence[str]:
    return (*lower[max(0, hit.first - 1) : hit.first], *lower[hit.last : hit.last + 1])
