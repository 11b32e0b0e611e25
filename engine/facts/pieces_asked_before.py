"""Hear who takes so many pieces as were asked about right before: `сколько за 4?`, then `беру`."""

import re

from engine.facts.agreement import Agreement
from engine.facts.choice import Choice
from engine.facts.digit_in_doubt import number_alone
from engine.facts.offer_proposed import only_agrees
from engine.facts.said import Said
from engine.session import PendingClarification, Session

_PIECES = "pieces"
_AS_TOLD = frozenset({"верно", "верны", "правильно"})
"""Said of the order as it was summed up."""


def asked_about(choice: Choice, session: Session) -> PendingClarification | None:
    """Return what to remember of a question about so many pieces of one offer, of all or each."""
    counts = {choice.asked or choice.in_stock, *choice.asked_of.values()}
    if len(counts) > 1 or not any(counts):
        return session.pending_clarification
    return PendingClarification(_PIECES, str(counts.pop()), tuple(map(str, choice.asked_of)))


def with_pieces_asked_before(
    choice: Choice, said: Said, session: Session, agreement: Agreement
) -> Choice:
    """Return the choice with those pieces, where the message tells no others."""
    pending = session.pending_clarification
    if pending is None or pending.kind != _PIECES or not pending.number.isdecimal():
        return choice
    count, shown = int(pending.number), {offer.id for offer in session.offers}
    about = {int(number) for number in pending.options} & shown
    if number_alone(said) == count:
        return _said_again(choice, session, count, about)
    if choice.quantity or choice.quantities or choice.asked or choice.dropped or choice.digit:
        return choice
    if choice.ids:
        meant = about or set(session.chosen_offer_ids) or shown
        counted = len(choice.ids) == 1 and meant.issuperset(choice.ids) and not choice.added
        return choice._replace(quantity=count, carried=0) if counted else choice
    agreed = only_agrees(said) and _AS_TOLD.isdisjoint(said.words.lower)
    agreed = agreed and not _is_summed_up_since(session, count, agreement)
    return _taken(session, count, about) if agreed else choice


def _is_summed_up_since(session: Session, count: int, agreement: Agreement) -> bool:
    """Say whether the last reply asks for a yes to the order with other pieces."""
    reply = session.last_reply or ""
    counted = re.search(rf"(?<!\d){count} шт", reply) is not None
    return agreement.is_asked_in(reply) and not counted


def _said_again(choice: Choice, session: Session, count: int, about: set[int]) -> Choice:
    """`давайте 4`: the pieces, or the fourth offer where the sums of several were told."""
    if choice.quantity or choice.kind == "several":
        return choice
    if len(about) == 1 or len(session.chosen_offer_ids) == 1 or len(session.offers) == 1:
        return _taken(session, count, about)
    return Choice("unclear", digit=count)


def _taken(session: Session, count: int, about: set[int]) -> Choice:
    chosen = set(session.chosen_offer_ids)
    if chosen:
        # What was asked about may come beside the chosen or instead of it.
        of_chosen = len(chosen) == 1 and about <= chosen
        return Choice(quantity=count) if of_chosen else Choice("unclear")
    meant = about or {offer.id for offer in session.offers}
    if len(meant) == 1:
        return Choice("one", tuple(meant), quantity=count)
    return Choice("unclear", quantity=count)
