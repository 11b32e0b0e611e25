"""Writes stage and part number of a lead."""

from collections.abc import Mapping
from dataclasses import replace

from engine.effects import Action, Applied, Finding, LeadUpdate, NotApplied, Outcome
from engine.errors import CallNotRun, CallRefused, OutcomeUnknown
from engine.session import Lead
from integrations.bitrix24.client import Bitrix24Client
from integrations.bitrix24.crm_wire import LEAD_TYPE_ID
from integrations.bitrix24.leads import read_lead
from integrations.bitrix24.outcomes import attempt, expect, look
from integrations.bitrix24.portal import SYSTEM, Portal
from integrations.bitrix24.portal_directory import PortalDirectory

CHANGED_BY_PERSON = "CHANGED_BY_PERSON"
"""The status was not written, because a person has chosen another one meanwhile."""

_UPDATE = "crm.item.update"


class LeadUpdateExecutor:
    """Writes absolute values, so that writing twice equals writing once; never over a person's."""

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
        allowed = self._allowed(portal, update)
        fields = _fields(allowed, portal)
        if fields:
            params = {
                "entityTypeId": LEAD_TYPE_ID,
                "id": update.lead_id,
                "fields": fields,
                "useOriginalUfNames": "Y",
            }
            self._client.call(portal, _UPDATE, params)
        if allowed.status_id != update.status_id:
            raise _changed_by_person()
        return str(update.lead_id)

    def _allowed(self, portal: Portal, update: LeadUpdate) -> LeadUpdate:
        """Look at the lead right before writing: an attempt may come minutes after its decision."""
        if (update.seen_status_id, update.address, update.part_number) == (None, None, None):
            return update
        try:
            return still_wanted(update, read_lead(self._client, portal, update.lead_id))
        except OutcomeUnknown as error:
            raise CallNotRun(
                "the lead could not be read, nothing was written",
                system=SYSTEM,
                operation=_UPDATE,
                remote_code=error.remote_code,
            ) from error

    def _find(self, update: LeadUpdate) -> Finding:
        portal = self._portals.require(update.member_id, operation=_UPDATE)
        lead = read_lead(self._client, portal, update.lead_id)
        written = lead is not None and _shows(lead, update)
        return Applied(str(update.lead_id)) if written else NotApplied()


def still_wanted(update: LeadUpdate, lead: Lead | None) -> LeadUpdate:
    """Leave out what a person has taken over since the update was decided."""
    if lead is None:
        return update
    if lead.address not in {"", update.seen_address, update.address}:
        update = replace(update, address=None)
    if lead.part_number not in {"", update.seen_part_number, update.part_number}:
        update = replace(update, part_number=None)
    if update.seen_status_id is None:
        return update
    if lead.status_id in {update.seen_status_id, update.status_id}:
        return update
    number = None if lead.part_number else update.part_number
    return replace(update, status_id=None, part_number=number)


def _changed_by_person() -> CallRefused:
    return CallRefused(
        "the lead is in a status that a person has chosen meanwhile",
        system=SYSTEM,
        operation=_UPDATE,
        remote_code=CHANGED_BY_PERSON,
    )


def _fields(update: LeadUpdate, portal: Portal) -> Mapping[str, str]:
    own = portal.crm_fields
    wanted = {
        "stageId": update.status_id,
        portal.lead_part_number_field: update.part_number,
        own.lead_address: update.address,
        own.lead_order_number: update.order_number,
        own.lead_decision_log: update.decision_log,
    }
    return {name: value for name, value in wanted.items() if name and value is not None}


def _shows(lead: Lead, update: LeadUpdate) -> bool:
    return (
        update.status_id in {None, lead.status_id}
        and update.part_number in {None, lead.part_number}
        and update.address in {None, lead.address}
    )
