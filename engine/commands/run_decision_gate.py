"""RunDecisionGate: place a message beside what is true in the CRM now, for the gate to judge."""

from dataclasses import dataclass, replace

from engine.commands.reconcile_lead import for_lead, has_number_by_manager, reconciled
from engine.errors import CallRefused
from engine.facts.situation import LeadStatus, Situation
from engine.messages import Author, IncomingMessage
from engine.ports.clock import Clock
from engine.ports.crm import Leads
from engine.ports.portals import PortalPolicy
from engine.session import Lead, Session

MANAGER_QUIET_HOURS = 24
"""Silence of managers after which the bot comes back, unless the operator says otherwise."""


@dataclass(frozen=True)
class RunDecisionGate:
    """Reads the lead fresh and brings the session up to date with it.

    Raises CallNotRun or OutcomeUnknown when the CRM cannot be read now: the message waits.
    """

    leads: Leads
    clock: Clock
    manager_quiet_seconds: float = MANAGER_QUIET_HOURS * 3600.0
    """0 means that silence never brings the bot back."""

    def __call__(
        self, incoming: IncomingMessage, session: Session, policy: PortalPolicy
    ) -> Situation:
        """Return the situation that rules decide on."""
        before = for_lead(incoming, session)
        lead, status = self._read_lead(incoming, before, policy)
        current = self._with_manager(reconciled(before, lead, policy), incoming.message.author)
        filled_in = lead is not None and has_number_by_manager(before, lead, policy)
        answers = _answers_managers_number(incoming)
        if filled_in and not answers:
            current = _looking_away(current, before)
        return Situation(
            message=incoming.message,
            session=current,
            lead_status=status,
            deal_bound=current.deal_id is not None,
            happening=incoming.message.happening,
            order_number=incoming.message.order_number,
            number_by_manager=filled_in and answers,
            manager_quiet=self._is_manager_quiet(current),
        )

    def taken_by_manager(self, session: Session) -> Session:
        """Return the session of a chat in which a manager has just written."""
        now = self.clock.now()
        return replace(
            session,
            mode="manual",
            manager_spoke_at=now,
            order_unclear=False,
            misunderstood=0,
            handed_over=False,
        )

    def _with_manager(self, session: Session, author: Author) -> Session:
        if author is Author.MANAGER:
            return self.taken_by_manager(session)
        if session.mode == "manual" and session.manager_spoke_at is None:
            # A session of the version before does not know when: its silence begins now.
            return replace(session, manager_spoke_at=self.clock.now())
        return session

    def _is_manager_quiet(self, session: Session) -> bool:
        if not self.manager_quiet_seconds or session.manager_spoke_at is None:
            return False
        return self.clock.now() - session.manager_spoke_at >= self.manager_quiet_seconds

    def _read_lead(
        self, incoming: IncomingMessage, session: Session, policy: PortalPolicy
    ) -> tuple[Lead | None, LeadStatus]:
        known = session.lead.id if session.lead else None
        lead_id = incoming.lead_id if known is None else known
        if lead_id is None:
            return None, "none"
        try:
            lead = self.leads.read(member_id=incoming.member_id, lead_id=lead_id)
        except CallRefused:
            return session.lead, "unknown"
        if lead is None:
            return None, "none"
        return lead, policy.lead_status(lead.status_id)


def _answers_managers_number(incoming: IncomingMessage) -> bool:
    """Say whether this is a moment to price it: nobody but the client waits for prices."""
    message = incoming.message
    return message.author is Author.CLIENT or message.happening == "lead_updated"


def _looking_away(session: Session, before: Session) -> Session:
    """Keep a number unseen that this message does not answer, so that the next one does."""
    if session.lead is None:
        return session
    seen = before.lead.part_number if before.lead else ""
    return replace(session, lead=replace(session.lead, part_number=seen))
