"""Phones put right, told beside one another, or beside the one that is known."""

import pytest

from engine.facts.phones_told import phone_to_call, places_of_further_phone
from engine.facts.said import read_said
from engine.session import NOBODY, Contact
from tests.unit.engine.facts.reading import knowledge, read

KNOWN = Contact("Иванов", "Петр", None, "+79161234567")
TOLD = ("+79990001122",)


def test_the_phone_behind_a_correction_stands_alone() -> None:
    found = read("89120001122, ой, 89120001133", stage="CONTACT").findings

    assert found.phones == ("+79120001133",)


def test_phones_with_no_correction_between_them_are_all_told() -> None:
    found = read("89120001122 или 89120001133, лифта нет", stage="CONTACT").findings

    assert found.phones == ("+79120001122", "+79120001133")
    assert found.contact.phone == "+79120001122"


@pytest.mark.parametrize(
    "text",
    [
        "запасной телефон 89990001122",
        "добавьте второй номер 89990001122",
        "еще один номер 89990001122",
        "телефон жены 89990001122",
        "и еще запасной 89990001122",
        "и еще 8 999 000 11 22",
        "или 89990001122",
    ],
)
def test_a_further_phone_leaves_the_known_one_and_is_no_offer(text: str) -> None:
    said = read_said(text, knowledge())

    assert phone_to_call(said, TOLD, known=KNOWN) == KNOWN.phone
    assert phone_to_call(said, TOLD, known=NOBODY) == TOLD[0]
    assert places_of_further_phone(said, TOLD)
    assert not places_of_further_phone(said, ())


@pytest.mark.parametrize(
    "text", ["телефон 89990001122", "новый телефон 89990001122", "второй, номер 89990001122"]
)
def test_another_phone_replaces_the_known_one(text: str) -> None:
    assert phone_to_call(read_said(text, knowledge()), TOLD, known=KNOWN) == TOLD[0]


def test_pickup_beside_a_first_name_is_no_surname() -> None:
    told = read("+79120001122 Антон самовывоз", stage="CONTACT").findings.contact

    assert (told.first_name, told.last_name) == ("Антон", None)


def test_a_whole_name_behind_a_correction_takes_the_place_of_the_first() -> None:
    told = read("Лосев Антон, нет, Лосев Андрей", stage="CONTACT").findings.contact

    assert told.full_name == "Лосев Андрей"
