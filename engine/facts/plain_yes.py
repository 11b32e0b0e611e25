"""Tell a yes that says nothing else from one with a condition, a doubt or a change in it."""

from engine.facts.agreement import Agreement
from engine.facts.chosen_repeated import chosen_repeated
from engine.facts.offer_proposed import proposes_another
from engine.facts.question_left_open import holds_the_yes
from engine.facts.said import Said
from engine.session import Session

_YES = "да"
_FIT = "fit"

_COMPANY = frozenset({"confirm_words", "no_more_words", "yes_company", "thanks", "greeting"})
"""Lexicon facts whose words may stand beside a yes and change nothing of it."""


def is_plain_yes(text: str, said: Said, session: Session, agreement: Agreement) -> bool:
    """Say whether every word agrees, is polite, signs with the name known or repeats the choice.

    An order is placed on it, so a single word that is not understood makes it no plain yes.
    """
    if not said.words:
        return agreement.is_signed(text)
    if not said.says("confirm_words") or said.says("lost_phrase"):
        return False
    heard = {
        place for hit in said.hits if hit.key in _COMPANY for place in range(hit.first, hit.last)
    }
    signed = set(session.contact.full_name.lower().replace("ё", "е").replace("-", " ").split())
    other = [p for p, word in enumerate(said.words.lower) if p not in heard and word not in signed]
    return not other or chosen_repeated(said, session).issuperset(other)


def is_yes_awaited(session: Session, said: Said, agreement: Agreement) -> bool:
    """Say whether a yes was asked for, and no question that changes the order is open."""
    if holds_the_yes(session):
        return False
    reply = session.last_reply
    if reply is None or agreement.is_asked_in(reply):
        return True
    agreed = {said.words.lower[place] for place in said.places.of("explicit_yes")}
    pending = session.pending_clarification
    if proposes_another(session, agreement) or (pending is not None and pending.kind == _FIT):
        # A bare `да` may be said to the offer proposed, or to sending the VIN.
        agreed.discard(_YES)
    return agreement.is_asked_in_passing_in(reply) and bool(agreed)
