"""Hear that the parts are to be brought after all, or, asked where to, that nothing is."""

from dataclasses import replace

from engine.facts.addresses import Address
from engine.facts.clauses import Clauses
from engine.facts.said import Said
from engine.facts.standing_refusals import REFUSAL
from engine.session import Session

_SUMMED_UP, _ASKED_WHERE = "FINAL", "ADDRESS"
_NOTHING_BROUGHT = "nothing_brought_words"
_BESIDE = ("decline_words", "filler_words", "objection_price", "polite_words", "thanks")
_GLUE = frozenset({"а", "вам", "да", "и", "мне", "мы", "нам", "нет", "то", "я"})
_BRINGING = ("delivery_words", "bringing_words")
_WISHING = ("bringing_words", "prefer_words", "choose_words")
_ASKING = ("question_words", "wait_words", "cheaper_words", "faster_words", "misspoken_words")
_MAY = frozenset({"можно", "можете", "могли", "сможете", "нельзя"})
_PLEASE = frozenset({"пожалуйста", "плиз", "пж"})
_AROUND = frozenset({"а", "и", "с", "со", "до", "на", "дом", "дома", "двери", "квартиры"})
_TO_THE_SHOP = frozenset({"вам", "склад", "склада", "магазин", "магазина", "пункт"})
_POLITE = (("не", "могли"), ("не", "можете"))
_LEFT = frozenset({"не", "нет", "ни", "без", "если", "ли"})


def with_delivery_wanted(told: Address, said: Said, session: Session) -> Address:
    """Return what is told of delivery, with the pickup summed up before taken back if it is.

    Asked where to deliver, `везти не надо` and `сам` are pickup.
    """
    if told == Address() and wants_nothing_brought(said, session):
        return Address(pickup="chosen")
    if session.stage != _SUMMED_UP or not session.address or told.over(None) or told.part:
        return told
    comes = not any(map(str.isdecimal, session.address))
    return Address(pickup="declined") if comes and _wants(said) else told


def without_delivery_refused(said: Said, session: Session) -> Said:
    """`везти не надо`, asked where to deliver, gives up no order."""
    if not said.says(REFUSAL) or not wants_nothing_brought(said, session):
        return said
    return replace(said, hits=tuple(hit for hit in said.hits if hit.key != REFUSAL))


def wants_nothing_brought(said: Said, session: Session) -> bool:
    """Say whether a message only refuses the delivery that its place was asked of."""
    told = said.places.of(_NOTHING_BROUGHT)
    if not told or session.stage != _ASKED_WHERE or session.address or "?" in said.words.text:
        return False
    idle = told | said.places.of(*_BESIDE)
    return all(place in idle or word in _GLUE for place, word in enumerate(said.words.lower))


def _wants(said: Said) -> bool:
    places = said.places.of(*_BRINGING)
    if not places:
        return False
    clauses = Clauses(said.words)
    return any(_wishes(said, clauses, clauses.of(place)) for place in places)


def _wishes(said: Said, clauses: Clauses, clause: range) -> bool:
    """`лучше привезите`, `а можно с доставкой?`, `доставка`, but not `когда доставка?`."""
    lower = said.words.lower
    words = {lower[place] for place in clause if lower[place : place + 2] not in _POLITE}
    asking = {lower[place] for place in said.places.of(*_ASKING) if place in clause}
    if not words.isdisjoint(_LEFT | _TO_THE_SHOP) or asking - _MAY:
        return False
    if clauses.asks(clause.start):
        return not words.isdisjoint(_MAY)
    if said.places.within(clause, *_WISHING) or not words.isdisjoint(_PLEASE):
        return True
    idle = said.places.of(*_BRINGING, "filler_words", "polite_words")
    return all(place in idle or said.words.lower[place] in _AROUND for place in clause)
