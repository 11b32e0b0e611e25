"""A digit of pieces after a choice is heard beside whatever else is said, or asked about."""

import pytest

from engine.facts.choice import Choice
from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

OFFERS = offers(FIVE)
STAGES = ["CONTACT", "ADDRESS", "FINAL"]


def told(text: str, *, stage: str = "CONTACT") -> Choice:
    return choice_in(text, stage=stage, chosen=(4,), shown=OFFERS)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("text", ["не 1 а 2", "не 1, а 2", "2 вместо 1"])
def test_pieces_instead_of_those_chosen_are_wanted(text: str, stage: str) -> None:
    assert told(text, stage=stage) == Choice(quantity=2)


@pytest.mark.parametrize("stage", STAGES)
def test_a_count_taken_back_that_is_no_count_of_the_order_is_asked_about(stage: str) -> None:
    assert told("3 вместо 2", stage=stage) == Choice("unclear", digit=3)


def test_an_offer_instead_of_the_chosen_one_is_taken() -> None:
    assert told("2 вместо 4", stage="FINAL").applied_to((4,)) == (2,)


@pytest.mark.parametrize(
    ("text", "stage", "digit"),
    [
        ("сделайте 3", "CONTACT", 3),
        ("хочу 2", "CONTACT", 2),
        ("2, Котова Мария 89111112233", "CONTACT", 2),
        ("сделайте 2, самовывоз", "ADDRESS", 2),
        ("самовывоз, 2", "ADDRESS", 2),
        ("хочу 2, Псков Мира 5", "ADDRESS", 2),
    ],
)
def test_a_digit_in_a_clause_of_its_own_is_asked_about(text: str, stage: str, digit: int) -> None:
    assert told(text, stage=stage) == Choice("unclear", digit=digit)


@pytest.mark.parametrize("text", ["Псков, Мира 5", "самовывоз, 2 этаж", "5, Псков, Мира"])
def test_a_digit_of_a_place_counts_nothing(text: str) -> None:
    assert told(text, stage="ADDRESS") == Choice()


@pytest.mark.parametrize("text", ["2", "сделайте 3"])
def test_a_digit_after_two_were_chosen_is_asked_about(text: str) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(2, 4), shown=OFFERS)

    assert choice == Choice("unclear", pieces_unclear=True)
