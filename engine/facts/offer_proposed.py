"""Hear an answer to a reply that proposed one offer: `беру`, `да`, `давайте его`."""

from engine.facts.agreement import Agreement
from engine.facts.choice import Choice
from engine.facts.numerals import cardinal_at
from engine.facts.said import Said
from engine.session import Session

_IT = frozenset({"его", "ее", "этот", "эту", "это", "тот", "ту", "вот"})
_AGREEING = ("choose_words", "explicit_yes")
_NOT_AGREEING = ("decline_words", "refuse_words", "wait_words", "bargain_words")
_IDLE = ("polite_words", "filler_words", "prefer_words", "confirm_words", "yes_company")


def with_proposed(choice: Choice, said: Said, session: Session, agreement: Agreement) -> Choice:
    """Return the choice, made of the offer proposed where a message only agrees to it.

    After a choice the reply waits for something else too, which a `да` may answer: then it takes
    the very word that the reply named.
    """
    if not session.offers or choice.kind not in {"none", "unclear"}:
        return choice
    number = _proposed(session, agreement)
    if number is None:
        return choice
    taken = not session.chosen_offer_ids or agreement.is_proposed_by(said.words.lower)
    if not taken or not _only_agrees(said, pieces=choice.quantity):
        return choice
    return Choice("one", (number,), quantity=choice.quantity)


def proposes_another(session: Session, agreement: Agreement) -> bool:
    """Say whether the last reply proposed an offer that is not chosen."""
    return _proposed(session, agreement) is not None


def _proposed(session: Session, agreement: Agreement) -> int | None:
    number = agreement.proposed_in(session.last_reply or "")
    shown = {offer.id for offer in session.offers} - set(session.chosen_offer_ids)
    return number if number in shown else None


def _only_agrees(said: Said, *, pieces: int) -> bool:
    """An `ок` alone may only say that the reply was read."""
    words, places = said.words, said.places
    it = {place for place, word in enumerate(words.lower) if word in _IT}
    counted = places.of("piece_words") | {
        place for place in range(len(words)) if cardinal_at(words, place) is not None
    }
    agreeing = places.any_of(*_AGREEING) or (bool(it) and len(words) <= len(it) + 1)
    if not agreeing or "?" in words.text or places.any_of(*_NOT_AGREEING):
        return False
    return (
        places.of(*_AGREEING, *_IDLE)
        .union(it, counted if pieces else ())
        .issuperset(range(len(words)))
    )
