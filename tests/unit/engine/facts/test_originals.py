"""Among offers of one number, the original is the one of the car's maker."""

from dataclasses import replace

import pytest

from tests.unit.engine.facts.offers_shown import choice_in, offers

SHOWN = offers((("VAG", 5400, 3), ("Bosch", 3150, 1), ("NGK", 2800, 6)))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("оригинал оформляйте, одну штуку", 1), ("оригинал беру, две", 2),
        ("давайте оригинал 2 шт", 2), ("оформляйте оригинальный", 0), ("лучше оригинал", 0),
    ],
)  # fmt: skip
def test_the_original_is_that_of_the_maker_of_cars(text: str, pieces: int) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.ids, choice.quantity) == ((1,), pieces)


@pytest.mark.parametrize(
    "text",
    [
        "это оригинал?", "оригинал дорого", "второй оригинал?", "а bosch это оригинал",
        "только не оригинал", "оригинал есть?",
    ],
)  # fmt: skip
def test_to_speak_of_the_original_is_not_to_take_it(text: str) -> None:
    assert choice_in(text, shown=SHOWN).ids == ()


def test_a_maker_named_beside_it_is_not_taken_for_another() -> None:
    assert 1 not in choice_in("оригинал от bosch беру", shown=SHOWN).ids


def test_of_two_makers_of_cars_neither_is_the_original_alone() -> None:
    shown = offers((("VAG", 5400, 3), ("SKODA", 4900, 2), ("NGK", 2800, 6)))

    assert choice_in("оригинал оформляйте", shown=shown).ids == ()


def test_where_no_maker_of_cars_is_shown_the_original_is_unclear() -> None:
    shown = offers((("Bosch", 5400, 3), ("NGK", 2800, 6)))

    assert choice_in("оригинал оформляйте", shown=shown).ids == ()


ONE_OF_ANOTHER_MAKER = offers((("VAG", 5400, 3), ("Bosch", 3150, 1)))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("возьму аналог 4 штуки", 4), ("заменитель подойдет, 2 шт", 2),
        ("оригинал не нужен, беру аналог", 0),
    ],
)  # fmt: skip
def test_the_only_one_of_another_maker_is_the_analog_taken(text: str, pieces: int) -> None:
    choice = choice_in(text, shown=ONE_OF_ANOTHER_MAKER)

    assert (choice.ids, choice.quantity) == ((2,), pieces)


@pytest.mark.parametrize(
    "text",
    [
        "есть аналоги?",
        "подойдет ли аналог?",
        "давайте аналоги посмотрим",
        "давайте аналог",
        "аналог",
    ],
)
def test_to_ask_for_analogs_is_not_to_take_one(text: str) -> None:
    assert choice_in(text, shown=ONE_OF_ANOTHER_MAKER).ids == ()


def test_beside_analogs_the_number_asked_for_is_the_original_whoever_made_it() -> None:
    asked, analog = offers((("Bosch", 3150, 1), ("VAG", 5400, 3)))
    shown = (asked, replace(analog, kind="analog", instead_of=asked.part_number))

    assert choice_in("оригинал оформляйте", shown=shown).ids == (1,)
