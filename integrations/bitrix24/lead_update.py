"""Writes stage and part number of a lead."""

from collections.abc import Mapping

from engine.effects import Action, Applied, Finding, LeadUpdate, NotApplied, Outcome
from engine.session import Lead
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.leads import read_lead
from integrations.bitrix24.outcomes import attempt, expect, look
from integrations.bitrix24.portal import Portal, PortalDirectory
from integrations.bitrix24.wire import LEAD_TYPE_ID

_UPDATE = "crm.item.update"


class LeadUpdateExecutor:
    """Writes absolute values, so that writing twice equals writing once."""

    repeatable = True

    def __init__(self, client: Bitrix24Client, portals: PortalDirectory) -> None:
        self._client = client
        self._portals = portals

    def execute(self, action: Action) -> Outcome:
        update = expect(LeadUpdate, action)
        return attempt(lambda: self._write(update))

    def probe(self, action: Action) -> Finding:
        update = expect(LeadUpdate, action)
        return look(lambda: self._find(update))

    def _write(self, update: LeadUpdate) -> str:
        portal = self._portals.require(update.member_id, operation=_UPDATE)
        fields = _fields(update, portal)
        if fields:
            params = {
                "entityTypeId": LEAD_TYPE_ID,
                "id": update.lead_id,
                "fields": fields,
                "useOriginalUfNames": "Y",
            }
            self._client.call(portal, _UPDATE, params)
        return str(update.lead_id)

    def _find(self, update: LeadUpdate) -> Finding:
        portal = self._portals.require(update.member_id, operation=_UPDATE)
        lead = read_lead(self._client, portal, update.lead_id)
        written = lead is not None and _shows(lead, update)
        return Applied(str(update.lead_id)) if written else NotApplied()


def _fields(update: LeadUpdate, portal: Portal) -> Mapping[str, str]:
    wanted = {"stageId": update.status_id, portal.lead_part_number_field: update.part_number}
    return {name: value for name, value in wanted.items() if value is not None}


def _shows(lead: Lead, update: LeadUpdate) -> bool:
    return update.status_id in {None, lead.status_id} and update.part_number in {
        None,
        lead.part_number,
    }
