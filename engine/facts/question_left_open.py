"""Keep asking which offer is taken until the client says so: `а манн?`, `беру 3` after a choice.

What else is told meanwhile is noted. Only where nothing but a yes is missing is the question
asked again, for a yes to the summary would order the offer chosen before.
"""

from collections.abc import Sequence

from engine.facts.address_in_parts import lack_of
from engine.facts.choice import Choice
from engine.facts.extraction import Findings
from engine.facts.knowledge import Knowledge
from engine.facts.offers_asked_of import AskedOf
from engine.session import PendingClarification, Session

_JUST_ASKED, _LEFT_OPEN, _DIGIT = "offer", "named", "digit"


def asked_of_named(session: Session, named: Sequence[int]) -> PendingClarification:
    """Return the question which of the offers named and chosen is taken."""
    return PendingClarification(_JUST_ASKED, _search(session), tuple(map(str, named)))


def left_open(session: Session, findings: Findings) -> PendingClarification | None:
    """Return the question that the message has not answered, if its answer changes the order."""
    asked, choice = session.pending_clarification, findings.choice
    if asked is None or choice.kind != "none" or choice.dropped or not session.chosen_offer_ids:
        return None
    if asked.kind == _DIGIT:
        return asked if not (choice.quantity or choice.quantities) else None
    named = asked.kind in {_JUST_ASKED, _LEFT_OPEN} and _named(session, asked)
    return PendingClarification(_LEFT_OPEN, asked.number, asked.options) if named else None


def with_question_repeated(findings: Findings, session: Session, knowledge: Knowledge) -> Findings:
    """Return the findings with the open question asked anew where the order is complete."""
    asked = left_open(session, findings) if session.pending_clarification else None
    if asked is None or findings.asked.question != "none":
        return findings
    if not _is_complete(findings, session, knowledge):
        return findings
    if asked.kind == _DIGIT:
        return findings._replace(choice=Choice("unclear", digit=int(asked.number)))
    return findings._replace(asked=AskedOf("named", _named(session, asked)))


def _named(session: Session, asked: PendingClarification) -> tuple[int, ...]:
    """Return the offers asked about; after another search the numbers are of other offers."""
    if asked.number != _search(session):
        return ()
    chosen = session.chosen_offer_ids
    shown = [offer.id for offer in session.offers if offer.id not in chosen]
    return tuple(number for number in shown if str(number) in asked.options)


def _search(session: Session) -> str:
    return next((offer.part_number for offer in session.offers), "")


def _is_complete(findings: Findings, session: Session, knowledge: Knowledge) -> bool:
    contact, told = session.contact.updated(findings.contact), findings.address
    if not (contact.is_named and contact.phone):
        return False
    address = told.over(session.address)
    return told.pickup == "chosen" or (bool(address) and lack_of(address, knowledge) == "none")
