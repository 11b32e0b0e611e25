"""Lead fields under both names: classic crm.lead.* text and typed crm.item.*."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from integrations.emulators.exchange import Json

FieldKind: TypeAlias = Literal["text", "number", "money"]


@dataclass(frozen=True)
class LeadField:
    """One field: its classic name, its crm.item name and how crm.item types it."""

    classic: str
    item: str
    kind: FieldKind = "text"


class FieldValueInvalid(ValueError):  # noqa: N818  reads as the claim it makes
    """Raised when a value does not fit its field."""


_STANDARD = (
    LeadField("TITLE", "title"),
    LeadField("NAME", "name"),
    LeadField("SECOND_NAME", "secondName"),
    LeadField("LAST_NAME", "lastName"),
    LeadField("STATUS_ID", "stageId"),
    LeadField("SOURCE_ID", "sourceId"),
    LeadField("SOURCE_DESCRIPTION", "sourceDescription"),
    LeadField("COMMENTS", "comments"),
    LeadField("ASSIGNED_BY_ID", "assignedById", "number"),
    LeadField("CONTACT_ID", "contactId", "number"),
    LeadField("COMPANY_ID", "companyId", "number"),
    LeadField("OPPORTUNITY", "opportunity", "money"),
    LeadField("CURRENCY_ID", "currencyId"),
    LeadField("OPENED", "opened"),
    LeadField("ORIGINATOR_ID", "originatorId"),
    LeadField("ORIGIN_ID", "originId"),
)


class LeadFields:
    """The writable fields of a lead on one portal, user fields included."""

    def __init__(self, user_fields: Iterable[str]) -> None:
        own = [LeadField(name, _camel_user_field(name)) for name in user_fields]
        self.all = (*_STANDARD, *own)
        self.by_classic = MappingProxyType({field.classic: field for field in self.all})
        self._by_item = {field.item: field for field in self.all}
        self._user_fields = frozenset(user_fields)

    def item_name(self, field: LeadField, *, original_names: bool) -> str:
        own = field.classic in self._user_fields
        return field.classic if own and original_names else field.item

    def from_item(self, name: str, *, original_names: bool) -> LeadField | None:
        if original_names and name in self._user_fields:
            return self.by_classic[name]
        field = self._by_item.get(name)
        hidden = field and original_names and field.classic in self._user_fields
        return None if hidden else field

    def classic_changes(self, fields: Mapping[str, Json]) -> Mapping[str, str]:
        """Translate crm.lead.update fields; unknown names are ignored without a word."""
        known = ((self.by_classic.get(name), value) for name, value in fields.items())
        return {field.classic: stored_text(field, value) for field, value in known if field}

    def item_changes(
        self, fields: Mapping[str, Json], *, original_names: bool
    ) -> Mapping[str, str]:
        known = (
            (self.from_item(name, original_names=original_names), value)
            for name, value in fields.items()
        )
        return {field.classic: stored_text(field, value) for field, value in known if field}


def stored_text(field: LeadField, value: Json) -> str:
    """Turn an incoming value into the text the lead keeps; null clears the field."""
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise FieldValueInvalid(f'Field "{field.item}" has an invalid value')
    if isinstance(value, bool):
        return "Y" if value else "N"
    if field.kind == "text":
        return str(value)
    return _stored_figure(field, str(value))


def item_value(field: LeadField, stored: str) -> Json:
    """Type a stored value as crm.item does: figures are figures, absence is null."""
    if field.kind == "text":
        return stored or None
    if not stored:
        return 0 if field.kind == "money" else None
    return float(stored) if field.kind == "money" else int(stored)


def _stored_figure(field: LeadField, value: str) -> str:
    try:
        figure = float(value or 0)
    except ValueError as error:
        raise FieldValueInvalid(f'Field "{field.item}" has an invalid value') from error
    if field.kind == "money":
        return f"{figure:.2f}"
    return str(int(figure)) if figure else ""


def _camel_user_field(name: str) -> str:
    """UF_CRM_1762873310878 is ufCrm_1762873310878 in crm.item: digits keep their underscore."""
    head, *rest = name.lower().split("_")
    return head + "".join(f"_{part}" if part[:1].isdigit() else part.title() for part in rest)
