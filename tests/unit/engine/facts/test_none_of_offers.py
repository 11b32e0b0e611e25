"""Offers of which none will do are all left, and no sale is lost by it."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in
from tests.unit.engine.facts.reading import read

NONE_WILL_DO = [
    "ни один не подходит",
    "ни один вариант не подходит",
    "мне ни один из вариантов не нравится",
    "никакой не устраивает",
    "никакие не подошли",
    "к сожалению ни одна не подойдет",
]
SOMETHING_ELSE = [
    "ни один не подходит?",
    "никакой не подходит, до свидания",
    "никакой не подходит кроме второго",
    "не подходит",
    "никакой разницы",
    "ни разу не подвел",
]


@pytest.mark.parametrize("text", NONE_WILL_DO)
def test_every_offer_is_left_where_none_will_do(text: str) -> None:
    choice = choice_in(text)

    assert (choice.kind, choice.dropped) == ("none", (1, 2, 3))


@pytest.mark.parametrize("text", NONE_WILL_DO)
def test_finding_none_fitting_is_no_refusal_to_buy(text: str) -> None:
    assert read(text, stage="PRICING").values["lost_phrase"] is False


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_other_words_do_not_leave_every_offer(text: str) -> None:
    assert choice_in(text).dropped != (1, 2, 3)


def test_what_was_chosen_is_not_left_by_a_word_about_all() -> None:
    assert choice_in("никакой не подходит", stage="CONTACT", chosen=(2,)).dropped == ()
