"""Which chat belongs to a lead, asked only of a store that answers."""

from dataclasses import dataclass

from engine.ports.lead_dialogs import DialogAddress, LeadDialogs
from integrations.spool.outage import Outage


@dataclass(frozen=True)
class ReachedLeads:
    """Implements engine.ports.lead_dialogs without waiting for a store that is known to be away."""

    leads: LeadDialogs
    outage: Outage

    def remember(self, *, member_id: str, lead_id: int, address: DialogAddress) -> None:
        self.outage.reach(
            lambda: self.leads.remember(member_id=member_id, lead_id=lead_id, address=address)
        )

    def find(self, *, member_id: str, lead_id: int) -> DialogAddress | None:
        return self.outage.reach(lambda: self.leads.find(member_id=member_id, lead_id=lead_id))
