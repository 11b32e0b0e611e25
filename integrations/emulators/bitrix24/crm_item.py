"""crm.item.add, get, update and list for leads, deals and contacts: typed values, camel case."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from integrations.emulators.bitrix24.crm import CONTACT, LEAD, Crm, Shelf
from integrations.emulators.bitrix24.item_fields import FieldValueInvalid, item_value
from integrations.emulators.bitrix24.item_filter import matches
from integrations.emulators.bitrix24.portal_time import iso
from integrations.emulators.bitrix24.records import Record
from integrations.emulators.bitrix24.rest_call import (
    Page,
    Params,
    RestError,
    RestMethod,
    positive_id,
)
from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError, items, mapping

T = TypeVar("T")

_PAGE_SIZE = 50
_NOT_FOUND = "Элемент не найден"


class CrmItemMethods:
    """Universal CRM methods."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "crm.item.add": self.add,
            "crm.item.get": self.get,
            "crm.item.update": self.update,
            "crm.item.list": self.list_items,
        }

    def add(self, params: Params) -> Json:
        type_id, shelf = self._shelf(params)
        values, multi = self._changes(shelf, params)
        record = _valid(lambda: shelf.book.create(values, multi))
        if type_id == LEAD:
            self._crm.lead_saved(None, record)
        return {"item": self._item(type_id, record.record_id, params)}

    def get(self, params: Params) -> Json:
        type_id, _ = self._shelf(params)
        return {"item": self._item(type_id, positive_id(params.get("id")) or 0, params)}

    def update(self, params: Params) -> Json:
        type_id, shelf = self._shelf(params)
        record_id = positive_id(params.get("id")) or 0
        before = _found(shelf.book.find(record_id))
        values, multi = self._changes(shelf, params)
        record = _found(_valid(lambda: shelf.book.update(record_id, values, multi)))
        if type_id == LEAD:
            self._crm.lead_saved(before, record)
        return {"item": self._item(type_id, record_id, params)}

    def list_items(self, params: Params) -> Page:
        type_id, shelf = self._shelf(params)
        rows = [_laid_out(type_id, shelf, record, params) for record in _ordered(shelf, params)]
        try:
            wanted = mapping(params, "filter")
            # Names are checked even when there is nothing to filter.
            matches(_laid_out(type_id, shelf, Record(0, {}, 0.0, 0.0), params), wanted)
            fitting = [row for row in rows if matches(row, wanted)]
        except FieldError as error:
            raise RestError(400, "INVALID_ARG_VALUE", str(error)) from error
        start = positive_id(params.get("start")) or 0
        end = start + _PAGE_SIZE
        page = [_selected(row, items(params.get("select"))) for row in fitting[start:end]]
        return Page({"items": page}, len(fitting), end if end < len(fitting) else None)

    def _shelf(self, params: Params) -> tuple[int, Shelf]:
        type_id = positive_id(params.get("entityTypeId")) or 0
        shelf = self._crm.shelves.get(type_id)
        if shelf is None:
            raise RestError(400, "NOT_FOUND", "Смарт-процесс не найден")
        return type_id, shelf

    def _changes(
        self, shelf: Shelf, params: Params
    ) -> tuple[Mapping[str, str], Mapping[str, Json]]:
        fields = _valid(lambda: mapping(params, "fields"))
        values = _valid(
            lambda: shelf.fields.item_changes(fields, original_names=_original_names(params))
        )
        self._require_references(values)
        return values, _valid(lambda: mapping(fields, "fm"))

    def _require_references(self, values: Mapping[str, str]) -> None:
        contacts = [*values.get("CONTACT_IDS", "").split(","), values.get("CONTACT_ID", "")]
        missing = [name for name in contacts if name and not self._crm.contacts.find(int(name))]
        lead_id = values.get("LEAD_ID", "")
        if missing or (lead_id and not self._crm.leads.find(int(lead_id))):
            raise RestError(400, "CRM_FIELD_ERROR_VALUE_NOT_VALID", "Invalid value of a reference")

    def _item(self, type_id: int, record_id: int, params: Params) -> Mapping[str, Json]:
        shelf = self._crm.shelves[type_id]
        return _laid_out(type_id, shelf, _found(shelf.book.find(record_id)), params)


def _laid_out(type_id: int, shelf: Shelf, record: Record, params: Params) -> Mapping[str, Json]:
    original_names = _original_names(params)
    values = {
        shelf.fields.item_name(field, original_names=original_names): item_value(
            field, record.value(field.classic)
        )
        for field in shelf.fields.all
    }
    stage = {} if type_id == CONTACT else {"stageSemanticId": shelf.book.semantics(record)}
    return {
        "id": record.record_id,
        "entityTypeId": type_id,
        **values,
        **stage,
        "createdTime": iso(record.created_at),
        "updatedTime": iso(record.modified_at),
        "fm": [field.as_item() for field in record.multi],
    }


def _ordered(shelf: Shelf, params: Params) -> list[Record]:
    order = params.get("order")
    direction = order.get("id", "ASC") if isinstance(order, Mapping) else "ASC"
    newest_first = str(direction).upper() == "DESC"
    return sorted(shelf.book.all(), key=lambda record: record.record_id, reverse=newest_first)


def _valid(write: Callable[[], T]) -> T:
    try:
        return write()
    except FieldValueInvalid as error:
        raise RestError(400, "CRM_FIELD_ERROR_VALUE_NOT_VALID", str(error)) from error
    except FieldError as error:
        raise RestError(400, "100", str(error)) from error


def _original_names(params: Params) -> bool:
    return params.get("useOriginalUfNames", "N") in ("Y", True)


def _found(record: Record | None) -> Record:
    if record is None:
        raise RestError(400, "NOT_FOUND", _NOT_FOUND)
    return record


def _selected(row: Mapping[str, Json], names: Sequence[Json]) -> Mapping[str, Json]:
    """Keep what is asked for; the multi-fields come with everything or not at all."""
    if "*" in names:
        return row
    bare = {name: value for name, value in row.items() if name != "fm"}
    return {name: v for name, v in bare.items() if name in names or name == "id"} if names else bare
