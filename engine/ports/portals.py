"""What engine needs to know of a portal: how its CRM names things."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

LeadStatus = Literal["none", "auto", "manual", "disabled", "unknown"]


@dataclass(frozen=True)
class PortalPolicy:
    """STATUS_ID codes of one portal: what each stage is written as, where people lead."""

    status_ids: Mapping[str, str]
    manual_statuses: frozenset[str]
    disabled_statuses: frozenset[str]
    kept_on_lead: frozenset[str] = frozenset()
    """What the portal has lead fields for: `address`, `order_number`, `decision_log`."""

    def lead_status(self, status_id: str) -> LeadStatus:
        """Say who leads a lead in this status."""
        if status_id in self.disabled_statuses:
            return "disabled"
        return "manual" if status_id in self.manual_statuses else "auto"

    def stage_of(self, status_id: str) -> str | None:
        """Return the first stage written as this status; several stages may share one."""
        return next((s for s, code in self.status_ids.items() if code == status_id), None)


class Portals(Protocol):
    """Finds the policy of a portal that is known to us."""

    def policy(self, member_id: str) -> PortalPolicy:
        """Return the portal's policy; raises InvalidInput with code PORTAL_UNKNOWN."""
        ...
