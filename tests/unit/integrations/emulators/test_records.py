"""CRM items: two naming schemes over one record, and writes that change nothing."""

from itertools import count

import pytest

from integrations.emulators.bitrix24.item_fields import (
    LEAD_FIELDS,
    FieldValueInvalid,
    ItemFields,
    item_value,
)
from integrations.emulators.bitrix24.records import RecordBook
from integrations.emulators.configuration import SALES_STATUSES
from integrations.emulators.exchange import Json

_PART_NUMBER = "UF_CRM_1762873310878"


def the_fields() -> ItemFields:
    return ItemFields(LEAD_FIELDS, [_PART_NUMBER])


def a_book() -> RecordBook:
    ticks = count(1_770_000_000)
    return RecordBook(
        first_id=3001,
        defaults={},
        clock=lambda: float(next(ticks)),
        stage_field="STATUS_ID",
        stages=SALES_STATUSES,
    )


def test_a_user_field_is_camel_case_unless_original_names_are_asked_for() -> None:
    fields = the_fields()
    field = fields.by_classic[_PART_NUMBER]

    assert fields.item_name(field, original_names=False) == "ufCrm_1762873310878"
    assert fields.item_name(field, original_names=True) == _PART_NUMBER


def test_a_user_field_under_the_wrong_name_is_ignored() -> None:
    given = {_PART_NUMBER: "06A115561B", "stageId": "PROCESSED"}

    assert the_fields().item_changes(given, original_names=False) == {"STATUS_ID": "PROCESSED"}


def test_unknown_classic_fields_are_ignored() -> None:
    assert the_fields().classic_changes({"NOPE": "1", "TITLE": "Лид"}) == {"TITLE": "Лид"}


def test_figures_are_typed_in_items_and_absence_is_null() -> None:
    contact = the_fields().by_classic["CONTACT_ID"]

    assert item_value(contact, "77") == 77
    assert item_value(contact, "") is None


def test_text_in_a_numeric_field_is_refused() -> None:
    with pytest.raises(FieldValueInvalid):
        the_fields().classic_changes({"CONTACT_ID": "Иван"})


def test_writing_what_is_already_there_saves_nothing() -> None:
    book = a_book()
    lead = book.create({"TITLE": "Лид"})

    same = book.update(lead.record_id, {"TITLE": "Лид", "STATUS_ID": "NEW"})

    assert same == lead


def test_a_real_change_moves_the_revision_and_the_time() -> None:
    book = a_book()
    lead = book.create({})

    changed = book.update(lead.record_id, {"STATUS_ID": "PROCESSED"})

    assert changed is not None
    assert changed.revision == lead.revision + 1
    assert changed.modified_at > lead.modified_at


def test_a_status_the_portal_does_not_have_is_refused() -> None:
    book = a_book()
    lead = book.create({})

    with pytest.raises(FieldValueInvalid):
        book.update(lead.record_id, {"STATUS_ID": "WON"})


def test_the_main_contact_is_the_first_of_all() -> None:
    book = a_book()

    by_list, by_name = book.create({"CONTACT_IDS": "7,9"}), book.create({"CONTACT_ID": "7"})

    assert by_list.value("CONTACT_ID") == "7"
    assert by_name.value("CONTACT_IDS") == "7"


@pytest.mark.parametrize(
    ("given", "phones"),
    [
        ({"n0": {"typeId": "PHONE", "value": "+79123456789"}}, ["+79123456789", "+79123456789"]),
        ({"501": {"value": "+79990001122"}}, ["+79990001122"]),
        ({"501": {"value": ""}}, []),
        ({"501": {}}, []),
    ],
)
def test_a_multi_field_adds_without_an_id_and_edits_or_deletes_with_one(
    given: dict[str, Json], phones: list[str]
) -> None:
    book = a_book()
    contact = book.create({}, {"n0": {"typeId": "PHONE", "value": "+79123456789"}})

    changed = book.update(contact.record_id, {}, given)

    assert changed is not None
    assert [field.value for field in changed.multi] == phones


def test_an_unknown_element_of_a_multi_field_is_refused() -> None:
    book = a_book()
    contact = book.create({})

    with pytest.raises(FieldValueInvalid):
        book.update(contact.record_id, {}, {"999": {"value": "+79123456789"}})
