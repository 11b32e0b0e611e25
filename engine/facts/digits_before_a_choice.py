"""Ask what a digit alone is before anything is chosen: `надо 2`, `давай 2` behind one offer."""

from engine.facts.choice import Choice
from engine.facts.digit_in_doubt import (
    is_digit,
    number_alone,
    of_digit,
    only_offer_spoken_of,
)
from engine.facts.offers_by_digit import OFFERS_LIMIT
from engine.facts.said import Said
from engine.session import Session

_SO_MANY = frozenset({"надо", "нада", "нужно", "нужны", "требуется", "понадобится", "понадобятся"})
"""`нужен 2` is said of an offer, `нужно 2` may count."""
_WHICH_ASKED = "offer"
_DIGIT = "digit"


def with_digit_before(choice: Choice, said: Said, session: Session) -> Choice:
    """Return the choice, in doubt where a digit may be of an offer or of pieces."""
    pending = session.pending_clarification
    kind = pending.kind if pending else ""
    if pending and kind == _DIGIT:
        return _answered(choice, said, session, int(pending.number), pending.options)
    if choice.kind not in {"one", "unknown"} or choice.quantity or len(session.offers) == 1:
        return choice
    # `надо два` counts as `надо 2` may; `давайте два` is the second one.
    needed = not _SO_MANY.isdisjoint(said.words.lower)
    number = number_alone(said) if needed or is_digit(said) else 0
    if not number or kind == _WHICH_ASKED:
        return choice
    if choice.kind == "unknown":
        return Choice("unclear", quantity=number) if needed else choice
    if number >= OFFERS_LIMIT:
        # `возьму за 980` names an offer by its price; a round one may be a bid.
        exact = any(offer.price == number for offer in session.offers)
        return choice if exact else Choice("unclear")
    spoken_of = only_offer_spoken_of(session)
    taking = said.places.any_of("choose_words", "taking_words", "prefer_words")
    aside = spoken_of not in {0, *choice.ids} and taking
    return Choice("unclear", digit=number) if needed or aside else choice


def _answered(
    choice: Choice, said: Said, session: Session, digit: int, options: tuple[str, ...]
) -> Choice:
    """`штук` of the offer that was spoken of when the digit was told, or of one yet to be named."""
    told = choice
    if choice.kind == "none" and not choice.quantity:
        told = of_digit(digit, said, session) or choice
    if told.ids or not told.quantity:
        return told
    if len(options) == 1:
        return Choice("one", (int(options[0]),), quantity=told.quantity)
    return told._replace(kind="unclear")
