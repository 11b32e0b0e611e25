"""Hear that the client gives the purchase up, whatever words stand around it.

The lexicon names the words; what counts is that nothing else is said in the clause.
"""

from collections.abc import Iterator, Sequence

from engine.facts.clauses import Clauses
from engine.facts.got_elsewhere import find_settled
from engine.facts.part_knowledge import NameHits
from engine.facts.phrases import Hit
from engine.facts.places import Places
from engine.facts.words import Words

_REFUSAL = "lost_phrase"
_DEEDS = ("acquired_words", "found_words", "mended_words")
_TELLING = frozenset({"will_not", "falls_short", "will_buy_words", "paid_words", *_DEEDS})
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
_LEAVING = ("thanks", "farewell", "none_of_them")


def find_refusals(words: Words, hits: Sequence[Hit], names: NameHits) -> Iterator[Hit]:
    """Find clauses that refuse the purchase as a whole, as the lexicon fact they make true."""
    if _TELLING.isdisjoint(hit.key for hit in hits):
        return
    places = Places(hits)
    if places.any_of(_PUT_OFF):
        return
    clauses = Clauses(words)
    company = places.of(_REFUSAL, *_COMPANY)
    changed = places.any_of(_CHANGED)
    settled = (
        clause
        for clause in find_settled(words, clauses, places, company=company, names=names)
        if not changed or places.within(clause, "elsewhere_words")
    )
    refused = (
        clause for clause in clauses if not changed and _refuses(clause, clauses, places, company)
    )
    for clause in dict.fromkeys((*settled, *refused)):
        yield Hit(_REFUSAL, clause.start, clause.stop)


def _refuses(clause: range, clauses: Clauses, places: Places, company: frozenset[int]) -> bool:
    if clauses.asks(clause.start) or not company.issuperset(clause):
        return False
    if places.within(clause, "not_now") or places.of("choose_words").difference(clause):
        return False
    # `не подходит` alone may be said of the car; with a goodbye or a plain no it ends the sale.
    falls_short = places.within(clause, "falls_short") and places.any_of(*_LEAVING)
    return falls_short or places.within(clause, "will_not")
