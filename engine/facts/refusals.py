"""Hear that the client gives the purchase up, whatever words stand around it.

The lexicon names the words; what counts is which of them stand in one part of a clause.
"""

from collections.abc import Iterator, Sequence

from engine.facts.clauses import CONCLUDING, JOINTS, Clauses
from engine.facts.got_elsewhere import find_settled
from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.places import Places
from engine.facts.refused_deals import TELLING as DEALS
from engine.facts.refused_deals import find_refused_deals
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
_PUT_OFF = "wait_words"
_CHANGED = "swap_words"
"""`передумал` is said of an offer too, so it takes a place elsewhere to make it a refusal."""
_PARTING = "parting_words"
_REGRET = "regret_words"
_GOING = ("will_buy_words", *_DEEDS)
_FAULTS = ("falls_short", "blaming_words", "objection_price", "objection_delivery")
_NOT_ONE = "ни"
_LEAVING = ("thanks", "farewell", "none_of_them")


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
    none = {
        place
        for place, word in enumerate(words.lower)
        if _NOT_ONE in (word, words.lower[place - 1])
    }
    refused = (part for part in parts if _refuses(part, clauses, places, company, none))
    for told in dict.fromkeys((*settled, *refused)):
        yield Hit(_REFUSAL, told.start, told.stop)


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


def _refuses(
    part: range, clauses: Clauses, places: Places, company: frozenset[int], none: set[int]
) -> bool:
    # A no that is concluded takes the other clauses to be understood.
    if not company.issuperset(part) or part[0] in places.of(CONCLUDING):
        return False
    if places.of("choose_words").difference(part):
        return False
    # `не подходит` alone may be said of the car; with a goodbye or a plain no it ends the sale.
    # `ни один не подходит` only says that others are wanted.
    if places.within(part, "falls_short"):
        others = (other for other in clauses if other.start not in part)
        return bool(places.of(*_LEAVING) - none) and all(
            company.issuperset(other) or places.within(other, *_GOING) for other in others
        )
    return places.within(part, "will_not")
