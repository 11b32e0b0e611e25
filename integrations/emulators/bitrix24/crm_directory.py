"""crm.duplicate.findbycomm, .status.list, .settings.mode.get, .*.fields: looking things up."""

import re
from collections.abc import Mapping, Sequence

from integrations.emulators.bitrix24.crm import CONTACT, DEAL, LEAD, Crm
from integrations.emulators.bitrix24.rest_call import Params, RestError, RestMethod
from integrations.emulators.configuration import LeadStatus, Portal
from integrations.emulators.exchange import Json
from integrations.emulators.fields import items, mapping

_MOST_VALUES = 20
_MOST_HITS = 20
_TYPE_NAMES = {"LEAD": LEAD, "CONTACT": CONTACT}
_NOT_A_DIGIT = re.compile(r"\D")


class CrmDirectoryMethods:
    """Read-only questions about the CRM."""

    def __init__(self, portal: Portal, crm: Crm) -> None:
        self._crm = crm
        self._stages: Mapping[str, Sequence[LeadStatus]] = {
            "STATUS": portal.lead_statuses,
            "DEAL_STAGE": portal.deal_stages,
        }

    def table(self) -> Mapping[str, RestMethod]:
        return {
            "crm.duplicate.findbycomm": self.duplicates,
            "crm.status.list": self.statuses,
            "crm.settings.mode.get": self.mode,
            "crm.lead.fields": lambda _: self._fields(LEAD),
            "crm.deal.fields": lambda _: self._fields(DEAL),
        }

    def duplicates(self, params: Params) -> Json:
        kind, values = params.get("type"), [str(value) for value in items(params.get("values"))]
        # The documented samples carry prose where a code belongs.
        if kind not in {"PHONE", "EMAIL"}:
            raise RestError(400, "Communication type is not defined", "")
        if not values or len(values) > _MOST_VALUES:
            raise RestError(400, "Communication values is not defined", "")
        wanted = {_comparable(str(kind), value) for value in values}
        asked = str(params.get("entity_type") or "")
        names = [asked] if asked in _TYPE_NAMES else list(_TYPE_NAMES)
        found: dict[str, Json] = {}
        for name in names:
            hits = self._holders(_TYPE_NAMES[name], str(kind), wanted)
            found |= {name: hits[:_MOST_HITS]} if hits else {}
            if len(hits) >= _MOST_HITS:
                return {name: hits[:_MOST_HITS]}
        # PHP writes an empty map as an empty list.
        return found or []

    def statuses(self, params: Params) -> Json:
        entity_id = mapping(params, "filter").get("ENTITY_ID")
        chosen = [str(entity_id)] if entity_id else list(self._stages)
        stages = [(name, stage) for name in chosen for stage in self._stages.get(name, ())]
        return [
            {
                "ID": str(number),
                "ENTITY_ID": name,
                "STATUS_ID": stage.status_id,
                "NAME": stage.name,
                "SORT": str(number * 10),
                "SYSTEM": "N" if stage.status_id.startswith("UC_") else "Y",
                "SEMANTICS": stage.semantics if stage.semantics != "P" else None,
                "EXTRA": {"SEMANTICS": _SEMANTICS[stage.semantics], "COLOR": "#39A8EF"},
            }
            for number, (name, stage) in enumerate(stages, start=1)
        ]

    def mode(self, _: Params) -> Json:
        return 2 if self._crm.conversion.simple_mode else 1

    def _fields(self, type_id: int) -> Json:
        return {
            field.classic: {
                "type": _FIELD_TYPES[field.kind],
                "isRequired": False,
                "isReadOnly": False,
                "isImmutable": False,
                "isMultiple": field.kind == "ids",
                "isDynamic": field.classic.startswith("UF_"),
                "title": field.classic,
            }
            for field in self._crm.shelves[type_id].fields.all
        }

    def _holders(self, type_id: int, kind: str, wanted: set[str]) -> list[int]:
        return [
            record.record_id
            for record in self._crm.shelves[type_id].book.all()
            if any(
                field.type_id == kind and _comparable(kind, field.value) in wanted
                for field in record.multi
            )
        ]


_FIELD_TYPES = {"text": "string", "number": "integer", "money": "double", "ids": "crm_contact"}
_SEMANTICS = {"P": "process", "S": "success", "F": "failure"}


def _comparable(kind: str, value: str) -> str:
    """Compare phones by their digits, country code included: +7 and 8 are two phones here."""
    return _NOT_A_DIGIT.sub("", value) if kind == "PHONE" else value.strip().lower()
