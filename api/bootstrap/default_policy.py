"""The portal policy for callers that have no portal: HTTP decisions and the command line."""

from engine.contract import Contract
from engine.ports.portals import PortalPolicy
from integrations.bitrix24.portal import DISABLED_STATUSES, MANUAL_STATUSES


def default_policy(contract: Contract) -> PortalPolicy:
    """Return the policy of a portal that configures nothing, for callers without a portal."""
    return PortalPolicy(
        status_ids=contract.status_ids,
        manual_statuses=MANUAL_STATUSES,
        disabled_statuses=DISABLED_STATUSES,
    )
