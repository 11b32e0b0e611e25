"""Parts go to where the client lives now, not to where he says he used to live."""

import pytest

from tests.unit.engine.facts.reading import read


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("старый адрес Москва ул Ленина 5, а сейчас Москва ул Мира 7", "Москва ул Мира 7"),
        ("раньше жил на Москва ул Ленина 5, теперь Москва ул Мира 7", "Москва ул Мира 7"),
        ("прежний адрес Тверь Советская 4 новый Тверь Мира 5 кв 3", "Тверь Мира 5 кв 3"),
        ("жила раньше на Советской 4, переехала: Казань, Баумана 12", "Казань, Баумана 12"),
        ("переехали с Ленина 5 на Мира 7, Тверь", "Мира 7, Тверь"),
        ("до этого жил Тверь Ленина 5 а щас Тверь Мира 7", "Тверь Мира 7"),
        ("Тверь Мира 7, раньше жил на Советской 5", "Тверь Мира 7"),
    ],
)
def test_the_address_of_now_is_taken(text: str, address: str) -> None:
    assert read(text, stage="ADDRESS").findings.address.text == address


def test_pickup_takes_the_place_of_an_address_left() -> None:
    told = read("раньше жил на Ленина 5 в Твери, сейчас самовывоз", stage="ADDRESS").findings

    assert (told.address.text, told.address.pickup) == (None, "chosen")


def test_an_address_left_is_none_without_another() -> None:
    address = read("раньше жил в Твери на Ленина 5", stage="ADDRESS").findings.address

    assert address.over(None) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("старый адрес Тверь Ленина 5", "Тверь Ленина 5"),
        ("сейчас живу Тверь Мира 7", "Тверь Мира 7"),
        ("Тверь Мира 7, теперь все", "Тверь Мира 7"),
        ("Тверь, Новый переулок 7", "Тверь, Новый переулок 7"),
        ("Тверь, Ленина 5, это старый адрес, новый Тверь, Мира 7", "Тверь, Мира 7"),
    ],
)
def test_an_address_that_none_was_left_for_is_taken_as_told(text: str, address: str) -> None:
    assert read(text, stage="ADDRESS").findings.address.text == address
