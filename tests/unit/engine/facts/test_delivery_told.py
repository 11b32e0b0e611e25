"""The delivery that stands once a message has put right what it said of it before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.houses_corrected import with_house_of
from engine.facts.said import read_said
from tests.unit.engine.facts.reading import STAGES, knowledge, read


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("самовывоз, ой нет, Липецк, Победы 100", "Липецк, Победы 100"),
        ("Тверь Советская 4, точнее Мира 7", "Тверь, Мира 7"),
        ("Тверь Советская 4, исправляюсь 14 дом", "Тверь Советская 14"),
        (
            "г. Тверь, ул. Советская, д. 4, кв. 5, вернее кв. 6",
            "г. Тверь, ул. Советская, д. 4, кв. 6",
        ),
        ("Тверь, ой, Торжок Ленина 5", "Торжок Ленина 5"),
    ],
)
def test_what_follows_a_correction_takes_the_place_of_what_was_told(
    text: str, address: str
) -> None:
    told = read(text, stage="ADDRESS").findings.address

    assert (told.text, told.pickup) == (address, "none")


@pytest.mark.parametrize(
    ("text", "pickup"),
    [
        ("Тверь Советская 4, хотя нет, заберу сам", "chosen"),
        ("самовывоз, нет, доставка", "declined"),
        ("Тверь Советская 4, стоп, не туда", "unclear"),
        ("Тверь Советская 4, а если самовывоз дешевле то самовывоз", "unclear"),
        ("если доставка платная то самовывоз", "unclear"),
        ("Тверь Советская 4 самовывоз", "unclear"),
        ("тверь мира 5, заберет брат", "unclear"),
        ("если можно то самовывоз", "chosen"),
    ],
)
def test_pickup_put_right_or_left_open_names_no_address(text: str, pickup: str) -> None:
    told = read(text, stage="ADDRESS").findings.address

    assert (told.pickup, told.over(None)) == (pickup, None)


@pytest.mark.parametrize(
    "text",
    [
        "Тверь Советская 4, лифта нет",
        "Тверь Советская 4, извините",
        "Тверь Советская 4, ой спасибо",
    ],
)
def test_a_word_of_correction_with_no_delivery_behind_it_puts_nothing_right(text: str) -> None:
    assert read(text, stage="ADDRESS").findings.address.text == "Тверь Советская 4"


@pytest.mark.parametrize(
    ("address", "told", "put_right"),
    [
        ("Тверь, Мира 4", "14", "Тверь, Мира 14"),
        ("Тверь, Мира д. 4 кв. 5", "дом 14", "Тверь, Мира д. 14 кв. 5"),
        ("Тверь, Мира 4 кв 5", "кв 6", "Тверь, Мира 4 кв 6"),
        ("Тверь, Мира 4 кв 5", "14", None),
        ("Тверь, Мира 4", "кв 6", None),
        ("Тверь, Мира 4", "дом 14 корпус 2", None),
        ("Тверь, Мира 4", "14 штук", None),
    ],
)
def test_a_number_replaces_the_one_of_its_kind(
    address: str, told: str, put_right: str | None
) -> None:
    assert with_house_of(address, read_said(told, knowledge())) == put_right


_WORDS = ("Тверь", "Советская", "4", "нет,", "ой", "самовывоз", "лучше", "Лосев", "кв", "если", "?")


@given(st.lists(st.sampled_from(_WORDS), max_size=9), st.sampled_from(STAGES))
def test_an_address_and_pickup_are_never_told_at_once(words: list[str], stage: str) -> None:
    told = read(" ".join(words), stage=stage).findings.address

    assert not (told.pickup in {"chosen", "unclear"} and told.text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("сдэк не надо, почтой: Псков Мира 5", "почтой: Псков Мира 5"),
        ("не сдэк, почтой: Псков Мира 5", "почтой: Псков Мира 5"),
        ("сдэк, Псков Мира 5", "сдэк, Псков Мира 5"),
    ],
)
def test_a_carrier_refused_is_no_part_of_the_address(text: str, address: str) -> None:
    assert read(text, stage="ADDRESS").findings.address.text == address
