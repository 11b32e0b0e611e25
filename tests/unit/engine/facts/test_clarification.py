"""Answers to a question of the bot: the remembered number need not be typed again."""

import pytest

from tests.unit.engine.facts.reading import read

NUMBER = "61217726563"


@pytest.mark.parametrize(
    "text",
    ["деталь", "Деталь!", "это артикул", "запчасть", "артикул", "оем", "это номер детали",
     "не заказ, а деталь", "запчасти", "это радиатор", f"{NUMBER} деталь"],
)  # fmt: skip
def test_saying_part_yields_the_remembered_number(text: str) -> None:
    extraction = read(text, pending=("number_type", NUMBER))

    assert extraction.findings.part_numbers == (NUMBER,)
    assert extraction.values["answers_clarification"] == "part"
    assert extraction.values["number_kind"] == "part"


@pytest.mark.parametrize(
    "text", ["заказ", "это номер заказа", "номер заказа", "заказа", "это заказ, а не деталь"]
)
def test_saying_order_makes_it_an_order_number(text: str) -> None:
    extraction = read(text, pending=("number_type", "102123458"))

    assert extraction.findings.order_numbers == ("102123458",)
    assert extraction.values["answers_clarification"] == "order"


@pytest.mark.parametrize("text", ["телефон", "это мой номер", "мобильный"])
def test_saying_phone_is_understood(text: str) -> None:
    extraction = read(text, pending=("number_type", "9031234567"))

    assert extraction.values["answers_clarification"] == "phone"


@pytest.mark.parametrize(
    "text",
    ["не знаю", "что?", "как оформить заказ и оплатить?", "хочу заказать", "заказ или деталь?"],
)
def test_no_answer_is_made_up(text: str) -> None:
    extraction = read(text, pending=("number_type", NUMBER))

    assert extraction.values["answers_clarification"] == "none"
    assert extraction.findings.part_numbers == ()


def test_a_long_message_that_holds_the_word_is_no_answer() -> None:
    text = "сегодня еще раз позвоню вам по поводу той детали что обсуждали вчера"

    extraction = read(text, pending=("number_type", NUMBER))

    assert extraction.findings.part_numbers == ()


def test_a_number_typed_with_the_answer_replaces_the_remembered_one() -> None:
    extraction = read("деталь 06A906032N", pending=("number_type", NUMBER))

    assert extraction.findings.part_numbers == ("06A906032N",)


def test_without_a_question_the_word_is_just_a_word() -> None:
    extraction = read("деталь")

    assert extraction.values["answers_clarification"] == "none"
    assert extraction.values["number_kind"] == "none"


def test_naming_a_brand_answers_the_question_about_it() -> None:
    extraction = read("давайте феби", pending=("brand", "01089"))

    assert extraction.findings.part_numbers == ("01089",)
    assert extraction.findings.brands == ("Febi",)
    assert extraction.values["answers_clarification"] == "brand"


def test_an_unknown_kind_of_question_is_ignored() -> None:
    assert read("деталь", pending=("colour", "1")).values["clarification_pending"] == "none"
