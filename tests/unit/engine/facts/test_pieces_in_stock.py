"""After a choice so many pieces that are only asked about are not ordered."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    "text",
    [
        "есть 4 шт",
        "есть 4 шт?",
        "а 4 штуки есть в наличии?",
        "4 шт есть у вас?",
        "есть ли 4 штуки?",
        "4 штуки найдется?",
        "4 штуки будет?",
        "а 4 шт наберете?",
    ],
)
def test_a_question_about_stock_orders_no_pieces(text: str) -> None:
    assert choice_in(text, stage="CONTACT", chosen=(1,)).quantity == 0


@pytest.mark.parametrize(
    "text",
    [
        "можно 4 шт?",
        "мне нужно 4 шт есть?",
        "давайте 4 шт",
        "нужно 4 шт, есть?",
        "4 шт есть? беру 4 шт",
        "4 шт",
    ],
)
def test_pieces_wanted_are_ordered_beside_a_question(text: str) -> None:
    assert choice_in(text, stage="CONTACT", chosen=(1,)).quantity == 4
