"""Keep the pieces told with offers that had to be asked about: `оригинал 2 шт`, then `второй`."""

from collections.abc import Iterator

from engine.facts.extraction import Findings
from engine.facts.hearing import Hearing
from engine.facts.knowledge import Knowledge
from engine.facts.normalise import normalise
from engine.facts.quantities import read_quantities
from engine.facts.said import Said, read_said
from engine.session import Offer, Session

_CLIENT, _CHOOSING = "client", "PRICING"
_ASKED_OF = frozenset({"offer", "named"})
_KINDS = {"original_named": True, "analog_named": False}
_BEST = ("most_cheap", "most_fast")
_REACH = 3
"""So many messages a question that is left open may be answered behind."""
_PIECE = 1


def with_pieces_told_before(findings: Findings, session: Session, knowledge: Knowledge) -> Findings:
    """Return the findings with those pieces of the one offer taken, where none are told now."""
    choice = findings.choice
    silent = not (choice.quantity or choice.quantities or choice.asked)
    if choice.kind != "one" or not silent or set(choice.ids) <= set(session.chosen_offer_ids):
        return findings
    taken = next((offer for offer in session.offers if offer.id in choice.ids), None)
    if taken is None or taken.quantity > _PIECE:
        return findings
    for text in _before(session, taken):
        told = _told_of(taken, read_said(normalise(text), knowledge), session)
        if told:
            return findings._replace(choice=choice._replace(quantity=told, carried=0))
    return findings


def _before(session: Session, taken: Offer) -> Iterator[str]:
    """Return the messages that the one now heard may answer for, the latest first."""
    texts = [turn.text for turn in reversed(session.history) if turn.role == _CLIENT]
    pending = session.pending_clarification
    if pending is not None and pending.kind in _ASKED_OF and str(taken.id) in pending.options:
        yield from texts[:_REACH]
    elif session.stage == _CHOOSING and not session.chosen_offer_ids:
        yield from texts[:1]


def _told_of(taken: Offer, said: Said, session: Session) -> int:
    """Return the pieces told with the only maker or kind of a message, where it is this offer's."""
    if "?" in said.words.text:
        return 0
    hearing = Hearing(said, session.offers, (), frozenset(), pieces=(), strict=False)
    brands = {offer.brand.casefold() for offer in session.offers}
    # `ваг 2 шт`: among offers of it the make of a car names who made the part.
    makers = {hit.key.casefold() for hit in said.names.makes} & brands
    makers |= {maker for _, _, maker in hearing.makers}
    kinds = {own for key, own in _KINDS.items() if said.places.any_of(key)}
    named = makers == {taken.brand.casefold()} or kinds == {taken.kind == "asked"}
    # `самый дешевый 2 шт`, where a cheaper one was still to be shown.
    named = named or (said.places.any_of(*_BEST) and not (makers or kinds))
    counts = {told.count for told in read_quantities(said, numbers=frozenset(), offered=True)}
    return counts.pop() if named and len(makers) <= 1 and len(counts) == 1 else 0
