"""Reads leads of the CRM."""

from engine.errors import CallNotRun, CallRefused
from engine.session import Lead
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_items import CrmItems
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.bitrix24.retry_decision import is_of_the_way

_READ = "crm.item.get"


class PortalLeads:
    """The leads of every configured portal, as engine.ports.crm.Leads."""

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory) -> None:
        self._client = client
        self._portals = portals

    def read(self, *, member_id: str, lead_id: int) -> Lead | None:
        portal = self._portals.require(member_id, operation=_READ)
        try:
            return read_lead(self._client, portal, lead_id)
        except CallRefused as error:
            refused = error
        # Raised outside the handler: nothing of the exchange may be chained to it.
        raise _not_now(refused) if is_of_the_way(refused) else refused


def _not_now(refused: CallRefused) -> CallNotRun:
    """Let the client's message wait: a lead taken for unreadable would have it passed over."""
    return CallNotRun(str(refused), system=SYSTEM, operation=_READ, remote_code=refused.remote_code)


def read_lead(client: Bitrix24Client, portal: Portal, lead_id: int) -> Lead | None:
    """Return the lead as it is now, None when the portal has none of this id."""
    card = CrmItems(client, portal).lead(lead_id)
    return card.lead if card else None
