"""Phones and e-mails of a CRM item: several values, each with an id of its own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from integrations.emulators.bitrix24.item_fields import FieldValueInvalid
from integrations.emulators.exchange import Json
from integrations.emulators.fields import text

_TYPES = frozenset({"PHONE", "EMAIL", "WEB", "IM", "LINK"})
_NEW = re.compile(r"n\d+")


@dataclass(frozen=True)
class MultiField:
    """One value of a multi-field."""

    field_id: int
    type_id: str
    value_type: str
    value: str

    def as_item(self) -> Mapping[str, Json]:
        """Lay it out as an element of `fm`."""
        return {
            "id": self.field_id,
            "typeId": self.type_id,
            "valueType": self.value_type,
            "value": self.value,
        }


def changed(
    kept: tuple[MultiField, ...], given: Mapping[str, Json], next_id: Callable[[], int]
) -> tuple[MultiField, ...]:
    """Apply `fm`: `n0` adds even what is there already, an id edits, an empty value deletes."""
    by_id = {field.field_id: field for field in kept}
    for key, element in given.items():
        if not isinstance(element, Mapping):
            raise FieldValueInvalid('Field "fm" has an invalid value')
        value = text(element, "value", "")
        if _NEW.fullmatch(key):
            _add(by_id, element, value, next_id)
        elif not key.isdecimal() or int(key) not in by_id:
            raise FieldValueInvalid(f'Field "fm" has no element {key!r}')
        elif value:
            known = by_id[int(key)]
            value_type = text(element, "valueType", known.value_type)
            by_id[int(key)] = replace(known, value=value, value_type=value_type)
        else:
            del by_id[int(key)]
    return tuple(by_id.values())


def _add(
    by_id: dict[int, MultiField],
    element: Mapping[str, Json],
    value: str,
    next_id: Callable[[], int],
) -> None:
    type_id = text(element, "typeId", "")
    if type_id not in _TYPES:
        raise FieldValueInvalid('Field "fm" has an unknown typeId')
    if value:
        field = MultiField(next_id(), type_id, text(element, "valueType", "WORK"), value)
        by_id[field.field_id] = field
