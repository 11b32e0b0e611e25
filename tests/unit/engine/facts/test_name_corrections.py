"""Parts of a known name are put right where the client says which part, else nothing is taken."""

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Contact, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

KNOWN = Contact("Иванов", "Иван", phone="+79161234567")


def heard(text: str, *, stage: str = "FINAL", known: Contact = KNOWN) -> Extraction:
    session = Session(stage=stage, offers=offers(), chosen_offer_ids=(2,), contact=known)
    return extract(Situation(Message(text), session), knowledge(), schema())


def name_after(text: str, *, stage: str = "FINAL", known: Contact = KNOWN) -> str:
    return known.updated(heard(text, stage=stage, known=known).findings.contact).full_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("фамилия Петров", "Петров Иван"),
        ("фамилия не Иванов, а Петров", "Петров Иван"),
        ("не Иванов, а Петров", "Петров Иван"),
        ("не иванов а петров", "Петров Иван"),
        ("Петров, а не Иванов", "Петров Иван"),
        ("фамилия Иваноф а не Иванов", "Иваноф Иван"),
        ("фамилия не Иваноф, а Петров", "Петров Иван"),
        ("имя не Иван, а Павел", "Иванов Павел"),
        ("я не Иван а Павел", "Иванов Павел"),
        ("имя неправильное, Павел", "Иванов Павел"),
        ("фамилия неверная, Петров", "Петров Иван"),
        ("отчество Сергеевич", "Иванов Иван Сергеевич"),
        ("отчество забыли, Сергеевич", "Иванов Иван Сергеевич"),
        ("да, только отчество Сергеевич", "Иванов Иван Сергеевич"),
        ("Сергеевич", "Иванов Иван Сергеевич"),
        ("Иван Сергеевич", "Иванов Иван Сергеевич"),
        ("Павел Сергеевич", "Павел Сергеевич"),
        ("не Иванов Иван, а Петров Олег", "Петров Олег"),
        ("вместо Иванова Ивана Петров Олег", "Петров Олег"),
    ],
)
def test_a_part_that_is_told_apart_replaces_that_part(text: str, name: str) -> None:
    assert name_after(text) == name
    assert not heard(text).values["name_unclear"]


@pytest.mark.parametrize(
    "text",
    [
        "Павел", "Петров", "получатель Петров", "оформите на имя Анна", "на имя Анна",
        "запишите на Петрова", "меня зовут Павел", "имя Анна", "фамилия Петрова", "заберёт Анна",
        "отчество Сергеевна", "Тверь, Советская 5, получатель Павел",
    ],
)  # fmt: skip
def test_half_a_name_of_somebody_else_is_unclear_and_replaces_nothing(text: str) -> None:
    assert heard(text).values["name_unclear"]
    assert name_after(text) == KNOWN.full_name


@pytest.mark.parametrize(
    "text",
    [
        "Иван", "Иванов", "да, Иван", "спасибо, Павел", "не Иван, а самовывоз", "не Иванов Иван",
        "это не Петров Олег", "Павел, всё верно", "отчества нет", "не 1, а 2 шт",
    ],
)  # fmt: skip
def test_what_names_nobody_new_is_not_unclear(text: str) -> None:
    assert not heard(text).values["name_unclear"]
    assert name_after(text) == KNOWN.full_name


@pytest.mark.parametrize("text", ["Маркс", "Советская 5, Павел", "Роза"])
def test_where_an_address_is_awaited_a_single_word_is_no_receiver(text: str) -> None:
    assert not heard(text, stage="ADDRESS").values["name_unclear"]


def test_before_a_name_is_known_a_half_is_simply_taken() -> None:
    told = heard("Павел", stage="CONTACT", known=Contact())

    assert (told.findings.contact.first_name, told.values["name_unclear"]) == ("Павел", False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Лосев Антон, ой, Андрей", "Лосев Андрей"),
        ("Лосев Антон 89161234567 ой Андрей", "Лосев Андрей"),
        ("Лосев Антон Петрович, точнее Андрей", "Лосев Андрей Петрович"),
        ("Анна Лосева, ой, Лисева", "Лисева Анна"),
        ("Лосев Антон, ой, Анна", "Анна"),
        ("Лосев Антон, ой, третий", "Лосев Антон"),
        ("Лосев Антон. Нет, Тверь, Советская 4", "Лосев Антон"),
        ("Лосев Антон, ой, Андрей приедет за ним", "Лосев Антон"),
    ],
)
def test_half_a_name_behind_a_slip_replaces_that_half(text: str, name: str) -> None:
    assert name_after(text, stage="CONTACT", known=Contact()) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Сорокина Елена 89035556677, получит муж Сорокин Павел", "Сорокин Павел"),
        ("получатель Сорокин Павел, Сорокина Елена 89035556677", "Сорокин Павел"),
        ("Сорокина Елена 89035556677, получать будет мой брат Сорокин Павел", "Сорокин Павел"),
        ("Сорокина Елена 89035556677, получит муж", "Сорокина Елена"),
        ("получатель Сорокина Елена 89035556677", "Сорокина Елена"),
    ],
)
def test_of_two_names_the_receiver_counts(text: str, name: str) -> None:
    assert name_after(text, stage="CONTACT", known=Contact()) == name


def test_initials_spelt_out_keep_the_surname() -> None:
    known = Contact("Сорокина", "Е.", "П.")

    assert name_after("Елена Петровна", stage="ADDRESS", known=known) == "Сорокина Елена Петровна"
    assert name_after("Иван Петрович", stage="ADDRESS", known=known) == "Иван Петрович"
