"""Fields of CRM items under both names: classic text and typed crm.item.*."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from integrations.emulators.exchange import Json
from integrations.emulators.fields import items

FieldKind: TypeAlias = Literal["text", "number", "money", "ids"]


@dataclass(frozen=True)
class ItemField:
    """One field: its classic name, its crm.item name and how crm.item types it."""

    classic: str
    item: str
    kind: FieldKind = "text"


class FieldValueInvalid(ValueError):  # noqa: N818  reads as the claim it makes
    """Raised when a value does not fit its field."""


_SHARED = (
    ItemField("SOURCE_ID", "sourceId"),
    ItemField("SOURCE_DESCRIPTION", "sourceDescription"),
    ItemField("COMMENTS", "comments"),
    ItemField("ASSIGNED_BY_ID", "assignedById", "number"),
    ItemField("COMPANY_ID", "companyId", "number"),
    ItemField("OPENED", "opened"),
    ItemField("ORIGINATOR_ID", "originatorId"),
    ItemField("ORIGIN_ID", "originId"),
)
_PERSON = (
    ItemField("NAME", "name"),
    ItemField("SECOND_NAME", "secondName"),
    ItemField("LAST_NAME", "lastName"),
)
_SOLD = (
    ItemField("TITLE", "title"),
    ItemField("CONTACT_ID", "contactId", "number"),
    ItemField("CONTACT_IDS", "contactIds", "ids"),
    ItemField("OPPORTUNITY", "opportunity", "money"),
    ItemField("IS_MANUAL_OPPORTUNITY", "isManualOpportunity"),
    ItemField("CURRENCY_ID", "currencyId"),
)
LEAD_FIELDS = (*_SOLD, *_PERSON, ItemField("STATUS_ID", "stageId"), *_SHARED)
CONTACT_FIELDS = (*_PERSON, ItemField("LEAD_ID", "leadId", "number"), *_SHARED)
DEAL_FIELDS = (
    *_SOLD,
    ItemField("STAGE_ID", "stageId"),
    ItemField("CATEGORY_ID", "categoryId", "number"),
    ItemField("LEAD_ID", "leadId", "number"),
    *_SHARED,
)


class ItemFields:
    """The writable fields of one kind of CRM item on one portal, user fields included."""

    def __init__(self, standard: Iterable[ItemField], user_fields: Iterable[str]) -> None:
        own = [ItemField(name, _camel_user_field(name)) for name in user_fields]
        self.all = (*standard, *own)
        self.by_classic = MappingProxyType({field.classic: field for field in self.all})
        self._by_item = {field.item: field for field in self.all}
        self._user_fields = frozenset(user_fields)

    def item_name(self, field: ItemField, *, original_names: bool) -> str:
        own = field.classic in self._user_fields
        return field.classic if own and original_names else field.item

    def from_item(self, name: str, *, original_names: bool) -> ItemField | None:
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


def stored_text(field: ItemField, value: Json) -> str:
    """Turn an incoming value into the text the item keeps; null clears the field."""
    if value is None:
        return ""
    if field.kind == "ids":
        return ",".join(_stored_figure(field, str(item)) for item in items(value))
    if not isinstance(value, str | int | float):
        raise _invalid(field)
    if isinstance(value, bool):
        return "Y" if value else "N"
    if field.kind == "text":
        return str(value)
    return _stored_figure(field, str(value))


def item_value(field: ItemField, stored: str) -> Json:
    """Type a stored value as crm.item does: figures are figures, absence is null."""
    if field.kind == "ids":
        return [int(part) for part in stored.split(",") if part]
    if field.kind == "text":
        return stored or None
    if not stored:
        return 0 if field.kind == "money" else None
    return float(stored) if field.kind == "money" else int(stored)


def _stored_figure(field: ItemField, value: str) -> str:
    try:
        figure = float(value or 0)
    except ValueError as error:
        raise _invalid(field) from error
    if field.kind == "money":
        return f"{figure:.2f}"
    return str(int(figure)) if figure else ""


def _invalid(field: ItemField) -> FieldValueInvalid:
    return FieldValueInvalid(f'Field "{field.item}" has an invalid value')


def _camel_user_field(name: str) -> str:
    """UF_CRM_1762873310878 is ufCrm_1762873310878 in crm.item: digits keep their underscore."""
    head, *rest = name.lower().split("_")
    return head + "".join(f"_{part}" if part[:1].isdigit() else part.title() for part in rest)
