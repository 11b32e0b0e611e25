"""crm.lead.get and crm.lead.update: classic names, every value a string."""

from collections.abc import Mapping

from integrations.emulators.bitrix24.lead_fields import FieldValueInvalid, LeadFields
from integrations.emulators.bitrix24.leads import Lead, LeadBook
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.rest_call import Params, RestError, RestMethod, positive_id
from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError, mapping


class CrmLeadMethods:
    """Classic CRM methods; their errors carry an empty code."""

    def __init__(self, leads: LeadBook, fields: LeadFields) -> None:
        self._leads = leads
        self._fields = fields

    def table(self) -> Mapping[str, RestMethod]:
        return {"crm.lead.get": self.get, "crm.lead.update": self.update}

    def get(self, params: Params) -> Json:
        return classic_lead(self._lead(params), self._leads, self._fields)

    def update(self, params: Params) -> Json:
        lead = self._lead(params)
        try:
            changes = self._fields.classic_changes(mapping(params, "fields"))
            self._leads.update(lead.lead_id, changes)
        except (FieldValueInvalid, FieldError) as error:
            raise RestError(400, "", str(error)) from error
        return True

    def _lead(self, params: Params) -> Lead:
        lead_id = positive_id(params.get("id", params.get("ID")))
        if lead_id is None:
            raise RestError(400, "", "ID is not defined or invalid")
        lead = self._leads.find(lead_id)
        if lead is None:
            raise RestError(400, "", "Not found")
        return lead


def classic_lead(lead: Lead, leads: LeadBook, fields: LeadFields) -> Mapping[str, Json]:
    """Lay a lead out as crm.lead.get does: flat, textual, null where nothing is stored."""
    return {
        "ID": str(lead.lead_id),
        **{field.classic: lead.value(field.classic) or None for field in fields.all},
        "STATUS_SEMANTIC_ID": leads.semantics(lead),
        "DATE_CREATE": iso(lead.created_at),
        "DATE_MODIFY": iso(lead.modified_at),
        "HAS_PHONE": "N",
        "HAS_EMAIL": "N",
    }
