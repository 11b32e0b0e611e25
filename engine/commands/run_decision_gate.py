"""RunDecisionGate: place a message beside what is true in the CRM now, for the gate to judge."""

from dataclasses import dataclass, replace

from engine.errors import CallRefused
from engine.facts.situation import LeadStatus, Situation
from engine.messages import Author, IncomingMessage
from engine.ports.crm import Leads
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Session


@dataclass(frozen=True)
class RunDecisionGate:
    """Reads the lead fresh and brings the session up to date with it.

    Raises CallNotRun or OutcomeUnknown when the CRM cannot be read now: the message waits.
    """

    leads: Leads

    def __call__(
        self, incoming: IncomingMessage, session: Session, policy: PortalPolicy
    ) -> Situation:
        """Return the situation that rules decide on."""
        lead, status = self._read_lead(incoming, session, policy)
        deal_id = incoming.deal_id if incoming.deal_id is not None else session.deal_id
        current = replace(_reconciled(session, lead, policy), deal_id=deal_id)
        if incoming.message.author is Author.MANAGER:
            current = replace(current, mode="manual")
        return Situation(
            message=incoming.message,
            session=current,
            lead_status=status,
            deal_bound=deal_id is not None,
        )

    def _read_lead(
        self, incoming: IncomingMessage, session: Session, policy: PortalPolicy
    ) -> tuple[Lead | None, LeadStatus]:
        known = session.lead.id if session.lead else None
        lead_id = incoming.lead_id if incoming.lead_id is not None else known
        if lead_id is None:
            return None, "none"
        try:
            lead = self.leads.read(member_id=incoming.member_id, lead_id=lead_id)
        except CallRefused:
            return session.lead, "unknown"
        if lead is None:
            return None, "none"
        return lead, policy.lead_status(lead.status_id)


def _reconciled(session: Session, lead: Lead | None, policy: PortalPolicy) -> Session:
    """Believe the CRM where a person changed it since the bot last looked."""
    if lead is None or _unchanged(session, lead):
        return replace(session, lead=lead)
    stage = policy.stage_of(lead.status_id) or session.stage
    if policy.status_ids.get(session.stage) == lead.status_id:
        stage = session.stage
    returned = session.lead is not None and policy.lead_status(lead.status_id) == "auto"
    mode = "auto" if returned else session.mode
    # From here on the status is a person's, even if it becomes the one the bot wrote again.
    return replace(session, lead=lead, stage=stage, mode=mode, status_written=None)


def _unchanged(session: Session, lead: Lead) -> bool:
    seen = session.lead.status_id if session.lead else None
    return lead.status_id in {seen, session.status_written}
