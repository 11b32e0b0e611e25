"""Where a portal keeps what the bot knows: its own fields of leads and deals."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CrmFields:
    """Names of user fields, UF_CRM_...; an empty name means that the portal has none."""

    lead_address: str = ""
    lead_order_number: str = ""
    lead_decision_log: str = ""
    deal_order_number: str = ""
    deal_address: str = ""

    @property
    def kept_on_lead(self) -> frozenset[str]:
        """Say what has a field, in the words of LeadUpdate."""
        fields = {
            "address": self.lead_address,
            "order_number": self.lead_order_number,
            "decision_log": self.lead_decision_log,
        }
        return frozenset(name for name, field in fields.items() if field)
