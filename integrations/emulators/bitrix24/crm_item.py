"""crm.item.get, crm.item.update and crm.item.list for leads: typed values, camel-case names."""

from collections.abc import Mapping, Sequence

from integrations.emulators.bitrix24.item_filter import matches
from integrations.emulators.bitrix24.lead_fields import FieldValueInvalid, LeadFields, item_value
from integrations.emulators.bitrix24.leads import Lead, LeadBook
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.rest_call import (
    Page,
    Params,
    RestError,
    RestMethod,
    positive_id,
)
from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError, items, mapping

LEAD_TYPE_ID = 1
_PAGE_SIZE = 50
_NOT_FOUND = "Элемент не найден"


class CrmItemMethods:
    """Universal CRM methods, leads only."""

    def __init__(self, leads: LeadBook, fields: LeadFields) -> None:
        self._leads = leads
        self._fields = fields

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "crm.item.get": self.get,
            "crm.item.update": self.update,
            "crm.item.list": self.list_items,
        }

    def get(self, params: Params) -> Json:
        _require_leads(params)
        lead = self._leads.find(positive_id(params.get("id")) or 0)
        return {"item": self._item(_found(lead), original_names=_original_names(params))}

    def update(self, params: Params) -> Json:
        _require_leads(params)
        original_names = _original_names(params)
        lead_id = positive_id(params.get("id")) or 0
        _found(self._leads.find(lead_id))
        try:
            changes = self._fields.item_changes(
                mapping(params, "fields"), original_names=original_names
            )
            lead = self._leads.update(lead_id, changes)
        except FieldValueInvalid as error:
            raise RestError(400, "CRM_FIELD_ERROR_VALUE_NOT_VALID", str(error)) from error
        except FieldError as error:
            raise RestError(400, "100", str(error)) from error
        return {"item": self._item(_found(lead), original_names=original_names)}

    def list_items(self, params: Params) -> Page:
        _require_leads(params)
        original_names = _original_names(params)
        rows = [self._item(lead, original_names=original_names) for lead in self._ordered(params)]
        try:
            wanted = mapping(params, "filter")
            fitting = [row for row in rows if matches(row, wanted)]
        except FieldError as error:
            raise RestError(400, "INVALID_ARG_VALUE", str(error)) from error
        start = positive_id(params.get("start")) or 0
        end = start + _PAGE_SIZE
        page = [_selected(row, items(params.get("select"))) for row in fitting[start:end]]
        return Page({"items": page}, len(fitting), end if end < len(fitting) else None)

    def _ordered(self, params: Params) -> list[Lead]:
        order = params.get("order")
        direction = order.get("id", "ASC") if isinstance(order, Mapping) else "ASC"
        newest_first = str(direction).upper() == "DESC"
        return sorted(self._leads.all(), key=lambda lead: lead.lead_id, reverse=newest_first)

    def _item(self, lead: Lead, *, original_names: bool) -> Mapping[str, Json]:
        values = {
            self._fields.item_name(field, original_names=original_names): item_value(
                field, lead.value(field.classic)
            )
            for field in self._fields.all
        }
        return {
            "id": lead.lead_id,
            "entityTypeId": LEAD_TYPE_ID,
            **values,
            "stageSemanticId": self._leads.semantics(lead),
            "createdTime": iso(lead.created_at),
            "updatedTime": iso(lead.modified_at),
            "fm": [],
        }


def _require_leads(params: Params) -> None:
    if positive_id(params.get("entityTypeId")) != LEAD_TYPE_ID:
        raise RestError(400, "NOT_FOUND", "Смарт-процесс не найден")


def _original_names(params: Params) -> bool:
    return params.get("useOriginalUfNames", "N") in ("Y", True)


def _found(lead: Lead | None) -> Lead:
    if lead is None:
        raise RestError(400, "NOT_FOUND", _NOT_FOUND)
    return lead


def _selected(row: Mapping[str, Json], names: Sequence[Json]) -> Mapping[str, Json]:
    if not names or "*" in names:
        return row
    return {name: value for name, value in row.items() if name in names or name == "id"}
