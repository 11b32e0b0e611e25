"""Hear how many are taken where the shop has fewer than wanted: `20`, `тогда 5`, `сколько есть`."""

from engine.facts.choice import Choice
from engine.facts.digit_in_doubt import number_alone
from engine.facts.numerals import cardinal_at
from engine.facts.offer_shown_alone import listed_in
from engine.facts.offers_by_digit import OFFERS_LIMIT
from engine.facts.said import Said
from engine.session import Offer, PendingClarification, Session

_KIND = "quantity"
_ALL = frozenset({"все", "сколько", "столько"})
_THERE = frozenset({"и", "а", "что", "есть", "имеется", "будет", "какие", "там"})
_IDLE = ("choose_words", "filler_words", "polite_words", "prefer_words", "taking_words")
_STOCK = ("in_stock_words", "piece_words")


def asked_how_many(session: Session, choice: Choice) -> PendingClarification | None:
    """Return the question how many of the one offer named are taken; the others stay chosen."""
    counted = choice.ids if len(choice.ids) == 1 else ()
    beside = [n for n in choice.applied_to(session.chosen_offer_ids) if n not in counted]
    number = next((offer.part_number for offer in session.offers), "")
    options = tuple(map(str, (*counted, *beside))) if counted else ()
    return PendingClarification(_KIND, number, options)


def answered_how_many(choice: Choice, said: Said, session: Session) -> Choice | None:
    """Return the choice with the pieces told, or None where the message tells none."""
    counted, beside = _asked_of(session)
    if counted is None or choice.dropped or listed_in(session.last_reply):
        return None
    if choice.kind != "none" and not choice.pieces_named and _counts(said) > 1:
        return Choice("unclear")  # `20 и 5 фильтрон`
    pieces = choice.quantity if not choice.ids else 0
    pieces = pieces or _number(choice, said) or _all_there(said, counted)
    if not pieces:
        return None
    if counted.id in session.chosen_offer_ids:
        return Choice(quantity=pieces)
    ids = (counted.id, *beside)
    return Choice("one" if len(ids) == 1 else "several", ids, quantities={counted.id: pieces})


def _asked_of(session: Session) -> tuple[Offer | None, tuple[int, ...]]:
    """Return the offer asked of, and those that stay chosen beside it."""
    pending, chosen = session.pending_clarification, session.chosen_offer_ids
    if pending is None or pending.kind != _KIND:
        return None, ()
    told = tuple(map(int, pending.options))
    if not told and len(chosen) == 1:
        told = tuple(chosen)
    shown = {offer.id: offer for offer in session.offers}
    known = bool(told) and shown.keys() >= set(told)
    return (shown[told[0]], told[1:]) if known else (None, ())


def _counts(said: Said) -> int:
    return sum(cardinal_at(said.words, place) is not None for place in range(len(said.words)))


def _number(choice: Choice, said: Said) -> int:
    """`980` names an offer by its price."""
    number = number_alone(said)
    return number if not choice.ids or number < OFFERS_LIMIT else 0


def _all_there(said: Said, counted: Offer) -> int:
    """`все что есть`, `сколько есть`: as many as the shop has, in whole lots."""
    words = said.words
    if "?" in words.text or _ALL.isdisjoint(words.lower) or said.says("decline_words"):
        return 0
    idle = said.places.of(*_IDLE, *_STOCK)
    alone = all(place in idle or word in _ALL | _THERE for place, word in enumerate(words.lower))
    return (counted.available or 0) // counted.packing * counted.packing if alone else 0
