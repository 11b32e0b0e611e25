"""Hear that the client gives the purchase up, whatever words stand around it.

The lexicon names the words; what counts is which of them stand in one part of a clause.
"""

from collections.abc import Iterator, Sequence

from engine.facts.clauses import CONCLUDING, JOINTS, Clauses
from engine.facts.got_elsewhere import find_settled
from engine.facts.morphology import parses
from engine.facts.nothing_words import nothing_at
from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.places import Places
from engine.facts.refused_deals import TELLING as DEALS
from engine.facts.refused_deals import find_refused_deals, refuses_to_seek
from engine.facts.words import Words

_REFUSAL = "lost_phrase"
_DEEDS = ("acquired_words", "found_words", "mended_words")
_TELLING = frozenset(
    {
        "will_not",
        "falls_short",
        "will_buy_words",
        "paid_words",
        *_DEEDS,
        *DEALS,
        "parting_words",
        "regret_words",
    }
)
_COMPANY = (
    "will_not",
    "falls_short",
    *_DEEDS,
    "refusal_company",
    "polite_words",
    "greeting",
    "thanks",
    "farewell",
    "done_words",
)
_WILL_NOT = "will_not"
_PUT_OFF = "wait_words"
_CHANGED = "swap_words"
"""`передумал` is said of an offer too, so it takes a place elsewhere to make it a refusal."""
_PARTING = "parting_words"
_REGRET = "regret_words"
_GOING = ("will_buy_words", *_DEEDS)
_FAULTS = ("falls_short", "blaming_words", "objection_price", "objection_delivery")
_NOT = "не"
_LEAVING = ("thanks", "farewell", "none_of_them")
_NO = frozenset({"нет", "неа"})


def find_refusals(words: Words, hits: Sequence[Hit], names: NameHits) -> Iterator[Hit]:
    """Find words that refuse the purchase as a whole, as the lexicon fact they make true."""
    if _TELLING.isdisjoint(hit.key for hit in hits):
        return
    places = Places(hits)
    clauses = Clauses(words)
    joints = places.of(*JOINTS)
    parts = [part for clause in clauses for part in clauses.parts(clause.start, joints)]
    for part in parts:
        for deal in find_refused_deals(words, part, places):
            yield Hit(_REFUSAL, deal.start, deal.stop)
    if places.any_of(_PUT_OFF):
        return
    company = places.of(_REFUSAL, *_COMPANY, *JOINTS)
    yield from _parted(parts, places, company)
    changed = places.any_of(_CHANGED)
    settled = (
        clause
        for clause in find_settled(words, clauses, places, company=company, names=names)
        if not changed or places.within(clause, "elsewhere_words")
    )
    idle = nothing_at(words) | _opening_noes(words, places)
    refused = (part for part in parts if _refuses(part, clauses, places, company, idle))
    unsought = _unsought(words, parts, places)
    behind = _behind_reasons(words, parts, places, company)
    for told in dict.fromkeys((*settled, *refused, *unsought, *behind)):
        yield Hit(_REFUSAL, told.start, told.stop)


def _behind_reasons(
    words: Words, parts: Sequence[range], places: Places, company: frozenset[int]
) -> Iterator[range]:
    """`сервис со своими делает мне не надо`: what others did or do is a sentence of its own."""
    refused = places.of(_WILL_NOT)
    for part in parts:
        first = part.stop
        while first - 1 in company and first - 1 in part:
            first -= 1
        tail = range(first, part.stop)
        if first - 1 in part and not refused.isdisjoint(tail) and _tells(words.lower[first - 1]):
            yield tail


def _tells(word: str) -> bool:
    """Say whether a word tells what happened or happens: `заработало`, `делает`."""
    tag = parses(word)[0].tag
    return str(tag.POS) == "VERB" and (tag.tense == "past" or {"pres", "3per"} in tag)


def _parted(parts: Sequence[range], places: Places, company: frozenset[int]) -> Iterator[Hit]:
    """`дорого, до свидания`: who finds fault with the offers and takes leave is gone."""
    last = parts[-1]
    leaves = places.within(last, _PARTING)
    regrets = places.within(last, _REGRET) and company.issuperset(last)
    if not leaves and not regrets:
        return
    for part in parts[:-1]:
        if places.within(part, *_FAULTS):
            yield Hit(_REFUSAL, part.start, last.stop)


def _unsought(words: Words, parts: Sequence[range], places: Places) -> Iterator[range]:
    """`поставил бушную, новая не нужна`: who has got a part needs and looks for no other."""
    kinds = places.of("refusal_company", "the_part_words", "fulfilling_words", "resolve_words")
    refused = places.of(_WILL_NOT)
    for part in parts:
        if not any(places.within(other, *_DEEDS) for other in parts if other != part):
            continue
        said = (place for place in part if words.lower[place] != _NOT)
        unsought = kinds.issuperset(said) and refuses_to_seek(words, part, places)
        if unsought or (places.within(part, _WILL_NOT) and (kinds | refused).issuperset(part)):
            yield part


def _opening_noes(words: Words, places: Places) -> frozenset[int]:
    """`нет, не то`: the no is to the offer, and what follows says why."""
    first = min(places.of("falls_short"), default=0)
    return frozenset(place for place in range(first) if words.lower[place] in _NO)


def _refuses(
    part: range, clauses: Clauses, places: Places, company: frozenset[int], idle: frozenset[int]
) -> bool:
    # A no that is concluded takes the other clauses to be understood.
    if not company.issuperset(part) or part[0] in places.of(CONCLUDING):
        return False
    if places.of("choose_words").difference(part):
        return False
    # `нет, не подходит` says that another is wanted, as does `ни один не подходит`; a goodbye or a
    # plain no behind it ends the sale.
    if places.within(part, "falls_short"):
        others = (other for other in clauses if other.start not in part)
        return bool(places.of(*_LEAVING) - idle) and all(
            company.issuperset(other) or places.within(other, *_GOING) for other in others
        )
    return places.within(part, _WILL_NOT)
