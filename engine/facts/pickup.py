"""Tell whether the client comes for the parts, asks about it or cannot."""

from typing import Literal

from engine.facts.clauses import Clauses
from engine.facts.phrases import Hit
from engine.facts.putting_off import PUT_OFF
from engine.facts.said import Said

Pickup = Literal["none", "chosen", "asked", "declined", "unclear"]
"""`unclear` is told beside an address, or on a condition."""

_SPEAK_OF_PICKUP = frozenset({"pickup_words", "may_pick_up"})
_DELIVERY_AWAITED = frozenset({"CONTACT", "ADDRESS", "FINAL"})
"""Stages at which `можно самовывозом` answers the question where to deliver."""


_NOWHERE = "никуда"
_NEEDLESS = frozenset({"надо", "нужно"})
_MYSELF = frozenset({"сам", "сама", "сами"})
_NO = frozenset({"не", "нет"})
_IDLE = ("done_words", "filler_words", "polite_words")
_WHERE_ASKED = "ADDRESS"


def needs_nowhere(said: Said, *, stage: str) -> bool:
    """`никуда не надо`, `не надо никуда, сам` where it was asked where to deliver."""
    words = said.words.lower
    if stage != _WHERE_ASKED or _NOWHERE not in words or _NEEDLESS.isdisjoint(words):
        return False
    idle = said.places.of(*_IDLE)
    told = _MYSELF | _NEEDLESS | _NO | {_NOWHERE}
    return "не" in words and all(p in idle or word in told for p, word in enumerate(words))


def read_pickup(said: Said, *, stage: str) -> Pickup:
    """Read what is said about pickup; a refusal outweighs a question, a question a choice."""
    if said.says("pickup_declined"):
        return "declined"
    if said.says("pickup_asked"):
        return "asked"
    spoken = [hit for hit in said.hits if hit.key in _SPEAK_OF_PICKUP and _is_way(said, hit)]
    if not spoken and not said.says("lost_phrase") and needs_nowhere(said, stage=stage):
        # It may be fetched, or be no longer wanted.
        return "unclear" if _MYSELF.isdisjoint(said.words.lower) else "chosen"
    if not spoken:
        return "none"
    unsure = said.says("may_pick_up") and stage not in _DELIVERY_AWAITED
    return "asked" if unsure or _is_question(said, spoken) else "chosen"


def _is_way(said: Said, spoken: Hit) -> bool:
    """`заберу за 400` says at what price, and `заберу потом, пока думаю` when, not how."""
    bargains = (hit for hit in said.hits if hit.key == "bargain_words")
    if any(hit.first <= spoken.first < hit.last for hit in bargains):
        return False
    put_off = said.places.of(PUT_OFF)
    fetches = put_off and spoken.first in said.places.of("taking_words")
    return not fetches or put_off.isdisjoint(Clauses(said.words).of(spoken.first))


def _is_question(said: Said, spoken: list[Hit]) -> bool:
    clauses = Clauses(said.words)
    return any(clauses.asks(hit.last - 1) for hit in spoken)
