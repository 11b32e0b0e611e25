"""Leads: two naming schemes over one record, and writes that change nothing."""

from itertools import count

import pytest

from integrations.emulators.bitrix24.lead_fields import FieldValueInvalid, LeadFields, item_value
from integrations.emulators.bitrix24.leads import LeadBook
from integrations.emulators.configuration import SALES_STATUSES

_PART_NUMBER = "UF_CRM_1762873310878"


def the_fields() -> LeadFields:
    return LeadFields([_PART_NUMBER])


def a_book() -> LeadBook:
    ticks = count(1_770_000_000)
    return LeadBook(SALES_STATUSES, lambda: float(next(ticks)))


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

    same = book.update(lead.lead_id, {"TITLE": "Лид", "STATUS_ID": "NEW"})

    assert same == lead


def test_a_real_change_moves_the_revision_and_the_time() -> None:
    book = a_book()
    lead = book.create({})

    changed = book.update(lead.lead_id, {"STATUS_ID": "PROCESSED"})

    assert changed is not None
    assert changed.revision == lead.revision + 1
    assert changed.modified_at > lead.modified_at


def test_a_status_the_portal_does_not_have_is_refused() -> None:
    book = a_book()
    lead = book.create({})

    with pytest.raises(FieldValueInvalid):
        book.update(lead.lead_id, {"STATUS_ID": "WON"})
