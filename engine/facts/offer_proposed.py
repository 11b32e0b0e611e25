"""Hear an answer to a reply that proposed one offer: `беру`, `да`, `давайте его`."""

from collections.abc import Sequence
from typing import Literal

from engine.facts.agreement import Agreement
from engine.facts.choice import OPEN_TO_DIGITS, Choice, ChoiceKind
from engine.facts.numerals import cardinal_at
from engine.facts.offer_shown_alone import shown_alone, was_counted
from engine.facts.offer_shown_beside import with_shown_beside
from engine.facts.pieces_counted_on import pieces_carried
from engine.facts.said import Said
from engine.session import Session

_IT = frozenset({"его", "ее", "этот", "эту", "это", "тот", "ту", "вот"})
_OFFER_ITSELF = _IT - {"это", "вот"}
_AT_HAND = frozenset({"этот", "эту"})
_GIVING_IN = frozenset({"ладно", "так"})
_THEN = "тогда"
_CONCEDING = ("conceding_words", "keep_words")
_AS_IS = frozenset({"не", "надо", "как", "есть", "было", "так", "ничего", "и", "то"})
_AGREEING = ("choose_words", "explicit_yes")
_NOT_AGREEING = ("decline_words", "refuse_words", "wait_words", "bargain_words")
_IDLE = ("polite_words", "filler_words", "prefer_words", "confirm_words", "yes_company")


def with_proposed(choice: Choice, said: Said, session: Session, agreement: Agreement) -> Choice:
    """Return the choice, made of the offer proposed where a message only agrees to it.

    Where the reply waits for a yes to something else too, it takes the very word that the reply
    named, or `его`. After a choice `нет` and `оставить` keep that.
    """
    if not session.offers or choice.kind not in {"none", "unclear"} or choice.dropped:
        return choice
    chosen = session.chosen_offer_ids
    if chosen and _keeps(said, session, agreement):
        return _kept(chosen, Choice())
    number = _proposed(session, agreement)
    if number is None:
        return (with_shown_beside if chosen else _of_shown_alone)(choice, said, session)
    named = agreement.is_proposed_by(said.words.lower) or not _OFFER_ITSELF.isdisjoint(
        said.words.lower
    )
    taken = named or not _waits_for_another_yes(session, agreement)
    if not taken or not only_agrees(said, pieces=choice.quantity):
        return choice
    if chosen and not agreement.asks_which_in(session.last_reply or ""):
        meant = _meant_beside(said)
        if meant != "proposed":
            return _kept(chosen, choice) if meant == "chosen" else Choice("unclear")
    carried = pieces_carried(session.offers, chosen, (number,))
    return Choice("one", (number,), quantity=choice.quantity, carried=carried)


def _of_shown_alone(choice: Choice, said: Said, session: Session) -> Choice:
    """`беру`, `тогда 2 шт` behind an answer about one offer; a bare `да` may only have read it."""
    number = shown_alone(session)
    pieces = choice.quantity
    if number is None or not (pieces or not was_counted(session, number)):
        return choice
    taken = said.places.any_of("choose_words") or not _OFFER_ITSELF.isdisjoint(said.words.lower)
    counted = bool(pieces) and said.places.any_of("piece_words")
    if not (taken or counted) or not only_agrees(said, pieces=pieces, counted=counted):
        return choice
    return Choice("one", (number,), quantity=pieces)


def _kept(chosen: Sequence[int], told: Choice) -> Choice:
    kind: ChoiceKind = "one" if len(chosen) == 1 else "several"
    return Choice(kind, tuple(chosen), quantity=told.quantity)


def _meant_beside(said: Said) -> Literal["chosen", "proposed", "unclear"]:
    """Tell what a yes takes where something was chosen before another offer was proposed.

    `ладно, беру` puts up with what is chosen; `тогда беру` and `беру этот` may be of either.
    """
    words = set(said.words.lower)
    proposed = not words.isdisjoint(_OFFER_ITSELF - _AT_HAND)
    if said.places.any_of(*_CONCEDING) or not words.isdisjoint(_GIVING_IN):
        return "unclear" if proposed else "chosen"
    either = _THEN in words or not words.isdisjoint(_AT_HAND)
    return "unclear" if either and not proposed else "proposed"


def _waits_for_another_yes(session: Session, agreement: Agreement) -> bool:
    settled = bool(session.chosen_offer_ids) and session.stage in OPEN_TO_DIGITS
    return settled or agreement.is_asked_in_passing_in(session.last_reply or "")


def _keeps(said: Said, session: Session, agreement: Agreement) -> bool:
    """`нет`, `оставить`, `нет, оставьте как есть` beside a proposal."""
    pending, reply = session.pending_clarification, session.last_reply or ""
    if pending is None or pending.kind != "offer" or not agreement.proposes_in(reply):
        return False
    words, places = said.words, said.places
    if "?" in words.text or not places.any_of("keep_words", "decline_words"):
        return False
    idle = places.of("keep_words", "decline_words", *_IDLE)
    return all(place in idle or word in _AS_IS for place, word in enumerate(words.lower))


def proposes_another(session: Session, agreement: Agreement) -> bool:
    """Say whether the last reply proposed an offer that is not chosen."""
    return _proposed(session, agreement) is not None


def _proposed(session: Session, agreement: Agreement) -> int | None:
    number = agreement.proposed_in(session.last_reply or "")
    shown = {offer.id for offer in session.offers} - set(session.chosen_offer_ids)
    return number if number in shown else None


def only_agrees(said: Said, *, pieces: int = 0, counted: bool = False) -> bool:
    """Say whether a message takes what is proposed; an `ок` may only say that it was read."""
    words, places = said.words, said.places
    it = {place for place, word in enumerate(words.lower) if word in _IT}
    counts = places.of("piece_words") | {
        place for place in range(len(words)) if cardinal_at(words, place) is not None
    }
    agreeing = counted or places.any_of(*_AGREEING) or (bool(it) and len(words) <= len(it) + 1)
    if not agreeing or "?" in words.text or places.any_of(*_NOT_AGREEING):
        return False
    return (
        places.of(*_AGREEING, *_CONCEDING, *_IDLE)
        .union(it, counts if pieces else ())
        .issuperset(range(len(words)))
    )
