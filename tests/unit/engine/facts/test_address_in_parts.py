"""What an address lacks, and how what is told in several messages is put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.address_in_parts import joined, lack_of
from engine.facts.addresses import Address
from tests.unit.engine.facts.reading import knowledge, read


@pytest.mark.parametrize(
    ("address", "lacks"),
    [
        ("Казань", "street"), ("г. Казань", "street"), ("Московская область, Химки", "street"),
        ("620014, Екатеринбург", "street"),
        ("сдэк", "point"), ("сдэк Тула", "point"), ("сдэк на Ленина", "point"),
        ("ул мира 15", "town"), ("Тверская ул 12", "town"), ("мира 15 кв 4", "town"),
        ("Карла Маркса 5", "town"), ("Кирова 12", "town"), ("8 марта 20", "town"),
        ("сдэк Ленина 5", "town"),
    ],
)  # fmt: skip
def test_a_part_of_an_address_lacks_the_rest(address: str, lacks: str) -> None:
    assert lack_of(address, knowledge()) == lacks


@pytest.mark.parametrize(
    "address",
    [
        "Пермь, ул. Мира, 4", "сдэк Тула, Металлургов 43", "СДЭК пвз MSK123", "почта России 620014",
        "сдэк Тула, пункт 3", "деревня Гадюкино 5", "пос Мирный 12", "Лянтор, ул. Ленина 5",
        "лянтор ленина 3", "ул Мира 4 Лянтор", "Иж, Удмуртская 255", "Самовывоз",
        "как договорились", "Юлиуса Фучика 4 казань",
    ],
)  # fmt: skip
def test_a_whole_address_and_what_is_in_doubt_lack_nothing(address: str) -> None:
    assert lack_of(address, knowledge()) == "none"


@pytest.mark.parametrize(
    ("known", "text", "address"),
    [
        ("Казань", "Баумана 5", "Казань, Баумана 5"),
        ("Казань", "Москва, Тверская 10", "Москва, Тверская 10"),
        ("сдэк Тула", "Металлургов 43", "сдэк Тула, Металлургов 43"),
        ("сдэк Тула", "пвз на Ленина 5", "сдэк Тула, пвз на Ленина 5"),
        ("сдэк", "Тула, Ленина 5", "сдэк, Тула, Ленина 5"),
        ("сдэк Тула", "пэк Тверь, Мира 1", "пэк Тверь, Мира 1"),
        ("Новосиб почтой", "630099", "Новосиб почтой, 630099"),
        ("мира 15", "сдэк Тула", "сдэк Тула, мира 15"),
        ("мира 15", "ленина 4", "ленина 4"),
        ("Пермь, ул. Мира, 4", "ул. Ленина 5", "Пермь, ул. Ленина 5"),
        ("сдэк Тула, Мира 4", "ул. Ленина 5", "ул. Ленина 5"),
        (None, "ул. Ленина 5", "ул. Ленина 5"),
    ],
)
def test_an_address_stands_beside_what_was_told_before(
    known: str | None, text: str, address: str
) -> None:
    assert joined(Address(text), known, knowledge()).text == address


@pytest.mark.parametrize(
    ("known", "lone", "address"),
    [
        ("мира 15", "Тверь", "Тверь, мира 15"),
        ("Казань", "Тверь", "Тверь"),
        ("Казань", "сдэком", "Казань, сдэком"),
        ("сдэк Тула", "Тверь", "сдэк, Тверь"),
        ("сдэк Тула", "TUL12", "сдэк Тула, TUL12"),
        ("Самовывоз", "Казань", "Казань"),
        ("Пермь, ул. Мира, 4", "Пермь", "Пермь, ул. Мира, 4"),
        ("Пермь, ул. Мира, 4", "сдэком", "Пермь, ул. Мира, 4"),
    ],
)
def test_a_town_or_a_carrier_told_alone_completes_what_is_known(
    known: str, lone: str, address: str
) -> None:
    assert joined(Address(lone=lone), known, knowledge()).over(known) == address


@pytest.mark.parametrize(
    ("text", "lone"),
    [
        ("Казань", "Казань"), ("в Нижний Новгород", "Нижний Новгород"), ("г. Казань", "г. Казань"),
        ("давайте сдэком", "сдэком"), ("сдэк, пожалуйста", "сдэк"), ("не Тула, Тверь", "Тверь"),
        ("не в Тулу", None), ("сдэк дорого", None), ("а сдэк есть?", None), ("не сдэком", None),
        ("у меня две машины, Казань и Тверь", None), ("TUL12", None), ("лянтор", None),
    ],
)  # fmt: skip
def test_one_town_or_carrier_is_heard_where_an_address_is_awaited(
    text: str, lone: str | None
) -> None:
    assert read(text, stage="ADDRESS").findings.address.lone == lone


@given(known=st.text(max_size=40), told=st.text(max_size=40))
def test_any_two_texts_are_joined_and_nothing_told_now_is_lost(known: str, told: str) -> None:
    address = joined(Address(told or None), known or None, knowledge()).text

    assert lack_of(known, knowledge()) in {"none", "point", "street", "town"}
    assert address is None or told in address


@pytest.mark.parametrize(
    ("text", "lone"),
    [
        ("Казань", "Казань"),
        ("мне в питер", "питер"),
        ("короче", None),
        ("склад у вас в Москве", None),
    ],
)
def test_where_a_name_is_awaited_a_town_is_called_or_led_to(text: str, lone: str | None) -> None:
    assert read(text, stage="CONTACT").findings.address.lone == lone
