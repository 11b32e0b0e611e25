"""Reads leads of the CRM."""

from engine.errors import CallRefused
from engine.session import Lead
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.portal import Portal
from integrations.bitrix24.portal_directory import PortalDirectory
from integrations.bitrix24.wire import LEAD_TYPE_ID, lead_from

_READ = "crm.item.get"


class PortalLeads:
    """The leads of every configured portal, as engine.ports.crm.Leads."""

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory) -> None:
        self._client = client
        self._portals = portals

    def read(self, *, member_id: str, lead_id: int) -> Lead | None:
        portal = self._portals.require(member_id, operation=_READ)
        return read_lead(self._client, portal, lead_id)


def read_lead(client: Bitrix24Client, portal: Portal, lead_id: int) -> Lead | None:
    """Return the lead as it is now, None when the portal has none of this id."""
    params = {"entityTypeId": LEAD_TYPE_ID, "id": lead_id, "useOriginalUfNames": "Y"}
    try:
        result = client.call(portal, _READ, params)
    except CallRefused as error:
        if error.remote_code == "NOT_FOUND":
            return None
        raise
    return lead_from(result, part_number_field=portal.lead_part_number_field)
