"""The later of two counts is meant where only a correction parts them."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("второго две, нет, три", 3),
        ("второй две штуки нет одну", 1),
        ("второй две. хотя давайте три", 3),
        ("манн две, ой три", 3),
        ("второй 2 шт, нет, 3 шт", 3),
        ("второй дважды", 2),
        ("три раза манн", 3),
    ],
)
def test_the_count_that_stands_is_taken(text: str, pieces: int) -> None:
    choice = choice_in(text)

    assert (choice.ids, choice.pieces_named) == ((2,), pieces)


@pytest.mark.parametrize("text", ["звонил два раза, беру второй", "второй, вы дважды не ответили"])
def test_what_was_done_several_times_counts_no_pieces(text: str) -> None:
    assert choice_in(text).pieces_named is None


def test_pieces_put_right_after_a_choice_replace_those_told() -> None:
    assert choice_in("2 шт, нет три", stage="FINAL", chosen=(2,)).quantity == 3


def test_a_digit_behind_a_correction_that_may_be_an_offer_is_asked_about() -> None:
    assert choice_in("второго 2 шт, нет 3").kind == "unclear"
