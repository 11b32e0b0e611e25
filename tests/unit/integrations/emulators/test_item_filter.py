"""The operators of the crm.item.list filter."""

from collections.abc import Mapping
from typing import Any

import pytest

from integrations.emulators.bitrix24.item_filter import matches
from integrations.emulators.exchange import Json
from integrations.emulators.fields import FieldError

_ROW: Mapping[str, Json] = {
    "id": 7,
    "stageId": "NEW",
    "contactId": None,
    "title": "Иван - Telegram",
}


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"id": "7"}, True),
        ({"=id": 7, "=stageId": "NEW"}, True),
        ({"@id": [5, 7]}, True),
        ({"id": {"0": "5", "1": "6"}}, False),
        ({"!stageId": "NEW"}, False),
        ({"!@stageId": ["JUNK"]}, True),
        ({">=id": 7, "<id": 10}, True),
        ({">id": 10}, False),
        ({"<=id": 9}, True),
        ({"%title": "telegram"}, True),
        ({"!%title": "telegram"}, False),
        ({"contactId": ""}, True),
    ],
)
def test_an_operator_decides_whether_a_row_fits(wanted: Any, fits: bool) -> None:  # noqa: FBT001
    assert matches(_ROW, wanted) is fits


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(FieldError):
        matches(_ROW, {"=nope": 1})
