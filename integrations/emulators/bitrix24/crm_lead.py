"""crm.lead.get and crm.lead.update: classic names, every value a string."""

from collections.abc import Mapping

from integrations.emulators.bitrix24.crm import LEAD, Crm
from integrations.emulators.bitrix24.item_fields import FieldValueInvalid
from integrations.emulators.bitrix24.multi_fields import MultiField
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.records import Record
from integrations.emulators.bitrix24.rest_call import Params, RestError, RestMethod, positive_id
from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError, mapping


class CrmLeadMethods:
    """Classic CRM methods; their errors carry an empty code."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def table(self) -> Mapping[str, RestMethod]:
        return {"crm.lead.get": self.get, "crm.lead.update": self.update}

    def get(self, params: Params) -> Json:
        return classic_lead(self._lead(params), self._crm)

    def update(self, params: Params) -> Json:
        lead = self._lead(params)
        try:
            fields = self._crm.shelves[LEAD].fields
            changes = fields.classic_changes(mapping(params, "fields"))
            saved = self._crm.leads.update(lead.record_id, changes)
        except (FieldValueInvalid, FieldError) as error:
            raise RestError(400, "", str(error)) from error
        if saved is not None:
            self._crm.lead_saved(lead, saved)
        return True

    def _lead(self, params: Params) -> Record:
        lead_id = positive_id(params.get("id", params.get("ID")))
        if lead_id is None:
            raise RestError(400, "", "ID is not defined or invalid")
        lead = self._crm.leads.find(lead_id)
        if lead is None:
            raise RestError(400, "", "Not found")
        return lead


def classic_lead(lead: Record, crm: Crm) -> Mapping[str, Json]:
    """Lay a lead out as crm.lead.get does: flat, textual, null where nothing is stored."""
    phones = [_multi(field) for field in lead.multi if field.type_id == "PHONE"]
    fields = crm.shelves[LEAD].fields
    return {
        "ID": str(lead.record_id),
        **{field.classic: lead.value(field.classic) or None for field in fields.all},
        "STATUS_SEMANTIC_ID": crm.leads.semantics(lead),
        "DATE_CREATE": iso(lead.created_at),
        "DATE_MODIFY": iso(lead.modified_at),
        "HAS_PHONE": "Y" if phones else "N",
        "HAS_EMAIL": "N",
        **({"PHONE": phones} if phones else {}),
    }


def _multi(field: MultiField) -> Mapping[str, Json]:
    return {
        "ID": str(field.field_id),
        "VALUE_TYPE": field.value_type,
        "VALUE": field.value,
        "TYPE_ID": field.type_id,
    }
