"""Tells the engine how each configured portal names stages and who leads which status."""

from collections.abc import Mapping

from engine.errors import InvalidInput
from engine.ports.portals import PortalPolicy
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory


class PortalPolicies:
    """The contract's status codes, with each portal's own in their place."""

    def __init__(self, portals: PortalDirectory, status_ids: Mapping[str, str]) -> None:
        self._portals = portals
        self._status_ids = status_ids

    def policy(self, member_id: str) -> PortalPolicy:
        portal = self._portals.find(member_id)
        if portal is None:
            raise InvalidInput("no such portal is configured", code="PORTAL_UNKNOWN")
        return policy_of(portal, self._status_ids)


def policy_of(portal: Portal, status_ids: Mapping[str, str]) -> PortalPolicy:
    """Return what the portal says of its statuses, over the defaults by stage."""
    return PortalPolicy(
        status_ids={**status_ids, **portal.statuses},
        manual_statuses=portal.manual_statuses,
        disabled_statuses=portal.disabled_statuses,
        kept_on_lead=portal.crm_fields.kept_on_lead,
    )
