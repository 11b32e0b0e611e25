"""What a contact is given of what the client has told."""

import pytest

from engine.session import Contact
from integrations.bitrix24.contact_changes import lacks_phone, missing_names
from integrations.bitrix24.crm_wire import ContactCard

TOLD = Contact("Соколова", "Марина", "Петровна", "+79123456789")


@pytest.mark.parametrize(
    ("known", "filled_in"),
    [
        (Contact(), {"lastName": "Соколова", "name": "Марина", "secondName": "Петровна"}),
        (Contact(first_name="марина"), {"lastName": "Соколова", "secondName": "Петровна"}),
        (Contact(first_name="Ольга"), {}),
        (Contact(last_name="Соколова"), {}),
        (Contact(last_name="Иванова", first_name="Ольга"), {}),
        (Contact(first_name="Марина", middle_name="Ивановна"), {"lastName": "Соколова"}),
    ],
)
def test_a_name_is_completed_and_never_replaced(known: Contact, filled_in: dict[str, str]) -> None:
    assert missing_names(ContactCard(7, known), TOLD) == filled_in


def test_half_a_name_completes_nothing() -> None:
    assert missing_names(ContactCard(7, Contact()), Contact(first_name="Марина")) == {}


@pytest.mark.parametrize("phones", [(), ("+79990001122",), ("+375291234567", "+79990001122")])
def test_a_phone_that_stands_there_in_no_form_is_lacking(phones: tuple[str, ...]) -> None:
    assert lacks_phone(ContactCard(7, Contact(), phones), "+79123456789")


def test_a_phone_written_in_another_form_is_not_lacking() -> None:
    card = ContactCard(7, Contact(), ("+79990001122", "8 (912) 345-67-89"))

    assert not lacks_phone(card, "+79123456789")


def test_a_phone_nobody_told_is_not_lacking() -> None:
    assert not lacks_phone(ContactCard(7, Contact()), None)
