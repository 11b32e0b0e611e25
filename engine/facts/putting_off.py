"""Hear that an offer is to be taken another day: `второй возьму, но не сегодня`."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from engine.facts.clauses import JOINTS, Clauses
from engine.facts.morphology import parses
from engine.facts.numerals import ordinal_at
from engine.facts.phrases import Hit
from engine.facts.places import Places
from engine.facts.said import Said
from engine.facts.words import Words

PUT_OFF = "put_off"
"""Where such words stand: for the reader of choices, not for rules."""

_LATER = "later_words"
_WAITS = "wait_words"
_DEMANDING = "demand_words"
"""`только завтра`, `чтоб завтра` demand the term."""

_DEED = "deal_words"
_FETCHING = "taking_words"
"""`второй заберу потом` may only say when; beside time to think it is put off too."""

_VERBS = frozenset({"VERB", "INFN"})
_POINTING = frozenset({"который", "которая", "которую", "что", "тот", "ту"})
_IDLE = ("filler_words", "polite_words", "option_words", "number_words", *JOINTS)


def with_putting_off(said: Said) -> Said:
    """Add that the client takes time, where taking an offer is put off."""
    if not said.says(_LATER):
        return said
    clauses = Clauses(said.words)
    hits = [
        Hit(key, hit.first, hit.last)
        for hit in said.hits
        if hit.key == _LATER and _puts_off(said.words, said.places, clauses, hit)
        for key in (_WAITS, PUT_OFF)
    ]
    return replace(said, hits=(*said.hits, *hits)) if hits else said


def _puts_off(words: Words, places: Places, clauses: Clauses, hit: Hit) -> bool:
    clause = clauses.of(hit.first)
    demanded = not places.of(_DEMANDING).isdisjoint({hit.first - 1, hit.first})
    if clauses.asks(clause.start) or demanded:
        return False
    named = [place for place in clause if ordinal_at(words, place)]
    verbs = [place for place in _verbs(words, clause) if not hit.first <= place < hit.last]
    deeds = places.of(*_deeds(places)).intersection(verbs)
    if len(named) > 1 or len(deeds) > 1:
        # `сначала второй, потом третий`, `беру второй и потом еще закажу`.
        return False
    if not verbs:
        return _says_nothing_else(places, clause, hit, named)
    nearest = min(verbs, key=lambda place: _distance(place, hit))
    between = range(min(nearest, hit.first), max(nearest, hit.last))
    pointed = not _POINTING.isdisjoint(words.lower[between.start : between.stop])
    return nearest in deeds and not pointed


def _deeds(places: Places) -> tuple[str, ...]:
    return (_DEED, _FETCHING) if places.any_of(_WAITS) else (_DEED,)


def _verbs(words: Words, clause: range) -> Iterator[int]:
    return (place for place in clause if str(parses(words.lower[place])[0].tag.POS) in _VERBS)


def _distance(place: int, hit: Hit) -> int:
    return hit.first - place if place < hit.first else place - hit.last + 1


def _says_nothing_else(places: Places, clause: range, hit: Hit, named: Collection[int]) -> bool:
    """`..., но не сегодня`, `второй потом`; `адрес потом` puts off another thing."""
    idle = places.of(*_IDLE, _LATER)
    rest = (place for place in clause if not hit.first <= place < hit.last)
    said_before = clause.start > 0 or bool(named)
    return said_before and all(place in idle or place in named for place in rest)


def is_put_off(words: Words, places: Places, clause: range, sentence: range) -> bool:
    """Say whether what is named in a clause is put off there, or beside it for all of it."""
    clauses = Clauses(words)
    for place in places.of(PUT_OFF).intersection(sentence):
        beside = clauses.of(place)
        if beside == clause or not any(ordinal_at(words, other) for other in beside):
            return True
    return False
