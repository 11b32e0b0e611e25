"""What a person did to the lead since the bot last looked, and what the dialog makes of it."""

from dataclasses import replace

from engine.facts.lead_number import one_spelling
from engine.messages import IncomingMessage
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Session

_STAGE_OF_TRIGGER = "VIN_PICK"


def for_lead(incoming: IncomingMessage, session: Session) -> Session:
    """Bind the dialog to the lead and the deal that the chat shows now.

    A new lead in the chat is a new sale: what belongs to the old one must not hold it up. The
    offers shown stay, for the client still sees them.
    """
    if session.lead is None or not _is_another_lead(incoming, session.lead):
        deal_id = session.deal_id if incoming.deal_id is None else incoming.deal_id
        return replace(session, deal_id=deal_id)
    return replace(
        session,
        stage="NEW",
        mode="auto",
        lead=None,
        deal_id=incoming.deal_id,
        chosen_offer_ids=(),
        status_written=None,
        part_number_written=None,
        rows_written=(),
        misunderstood=0,
        handed_over=False,
    )


def reconciled(session: Session, lead: Lead | None, policy: PortalPolicy) -> Session:
    """Believe the CRM where a person changed it since the bot last looked."""
    if lead is None or _unchanged(session, lead):
        return replace(session, lead=lead)
    stage = policy.stage_of(lead.status_id) or session.stage
    if policy.status_ids.get(session.stage) == lead.status_id:
        stage = session.stage
    returned = session.lead is not None and policy.lead_status(lead.status_id) == "auto"
    mode = "auto" if returned else session.mode
    # From here on the status is a person's, even if it becomes the one the bot wrote again.
    # Who gives the lead back to the bot has found out about the order.
    unclear = session.order_unclear and not returned
    return replace(
        session, lead=lead, stage=stage, mode=mode, status_written=None, order_unclear=unclear
    )


def has_number_by_manager(before: Session, lead: Lead, policy: PortalPolicy) -> bool:
    """Say whether a manager put a part number into a lead that waits for one.

    Not a number the bot wrote or priced itself, nor one that stood there when the bot last
    looked at the waiting lead.
    """
    number = one_spelling(lead.part_number)
    waits = lead.status_id == policy.status_ids.get(_STAGE_OF_TRIGGER)
    if not waits or not any(map(str.isdecimal, number)):
        return False
    seen = before.lead
    if seen and seen.status_id == lead.status_id and one_spelling(seen.part_number) == number:
        return False
    own = {offer.part_number for offer in before.offers}
    return number not in {*own, one_spelling(before.part_number_written or "")}


def _is_another_lead(incoming: IncomingMessage, known: Lead) -> bool:
    # What happened to a lead says nothing about which lead the chat shows now.
    in_chat = incoming.message.happening == "none"
    return in_chat and incoming.lead_id is not None and incoming.lead_id != known.id


def _unchanged(session: Session, lead: Lead) -> bool:
    seen = session.lead.status_id if session.lead else None
    return lead.status_id in {seen, session.status_written}
