"""Hear `давайте его`, `его тоже`, `тогда оба` behind an answer about an offer not chosen."""

from typing import Literal

from engine.facts.choice import Choice
from engine.facts.numerals import cardinal_at
from engine.facts.offer_shown_alone import listed_alone
from engine.facts.pieces_counted_on import pieces_carried
from engine.facts.said import Said
from engine.session import Session

_IT = frozenset({"его", "ее", "него", "нее"})
_POINTING = frozenset({"этот", "эту", "этого", "тот", "ту", "того"})
_AND, _YES = "и", "да"
_JOINTS = frozenset({"и", "а", "ну", "же", "по"})
_GIVING_IN = frozenset({"ладно", "так"})
_TAKING = ("choose_words", "taking_words", "explicit_yes")
_ADDING = ("add_words", "more_pieces_words")
_BOTH = "both_words"
_IDLE = ("confirm_words", "filler_words", "need_words", "polite_words", "prefer_words")
_NOT_TAKING = ("decline_words", "refuse_words", "wait_words", "bargain_words", "will_not")

Beside = Literal["none", "taken", "added", "both", "unclear"]


def shown_beside(session: Session) -> int:
    """Return the only offer that the last reply listed, where another one is chosen; else 0."""
    number = listed_alone(session) if session.chosen_offer_ids else None
    return 0 if number is None or number in session.chosen_offer_ids else number


def with_shown_beside(choice: Choice, said: Said, session: Session) -> Choice:
    """Return the choice, made of the offer just told about where a pronoun takes it."""
    number = shown_beside(session)
    how = _how(choice, said, session) if number else "none"
    if how == "none":
        return choice
    if how == "unclear":
        return Choice("unclear")
    carried = pieces_carried(session.offers, session.chosen_offer_ids, (number,))
    pieces = choice.quantity
    if how == "both":
        return Choice("several", (*session.chosen_offer_ids, number), quantity=pieces)
    if how == "added":
        counts = {number: pieces} if pieces else {}
        return Choice("one", (number,), added=True, quantities=counts)
    return Choice("one", (number,), quantity=pieces, carried=carried)


def may_take_either(said: Said, session: Session) -> bool:
    """`беру`, `тогда давайте` behind such an answer: which of the two is not said.

    `да, оформляйте` is of the order.
    """
    words, places = said.words, said.places
    if not shown_beside(session) or "?" in words.text or _YES in words.lower:
        return False
    taking = places.of("choose_words")
    if places.any_of("fulfilling_words"):
        return False
    told = taking | places.of("filler_words", "polite_words", "prefer_words")
    return bool(taking) and told.issuperset(range(len(words)))


def _how(choice: Choice, said: Said, session: Session) -> Beside:
    words, places = said.words, said.places
    lower = words.lower
    both = places.of(_BOTH)
    it = {place for place, word in enumerate(lower) if word in _IT | _POINTING}
    adding = places.of("add_words")
    if not (it or both or adding) or "?" in words.text or places.any_of(*_NOT_TAKING):
        return "none"
    counts = {p for p in range(len(words)) if choice.quantity and cardinal_at(words, p)}
    counts |= places.of("piece_words") if choice.quantity else set()
    told = it | both | counts | places.of(*_TAKING, *_ADDING, *_IDLE)
    if not all(place in told or word in _JOINTS for place, word in enumerate(lower)):
        return "none"
    if both:
        return "both" if len(session.chosen_offer_ids) == 1 else "unclear"
    if not it:
        return "added"
    if not _IT.isdisjoint(lower) and _GIVING_IN.isdisjoint(lower):
        return "added" if _is_added(said, min(it)) else "taken"
    return "unclear"


def _is_added(said: Said, it: int) -> bool:
    """`и его`, `его тоже`; in `его и возьму` nothing is."""
    return said.places.any_of(*_ADDING) or said.words.lower[it - 1 : it] == (_AND,)
