"""A count in words beside the price of an offer tells how many of it are taken."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in, offers

SHOWN = offers((("VAG", 1250, 3), ("MANN", 890, 1), ("KNECHT", 760, 7)))


@pytest.mark.parametrize(
    ("text", "taken", "pieces"),
    [
        ("за 760 беру две", (3,), 2),
        ("за 890 две", (2,), 2),
        ("за 760 два", (3,), 2),
        ("две за 760", (3,), 2),
        ("за 1250 беру одну", (1,), 1),
        ("за 760", (3,), 0),
        ("за 760 беру", (3,), 0),
        ("за 760 2 шт", (3,), 2),
        ("за 760 через две недели", (), 0),
        ("за 760 беру 2", (), 0),
    ],
)
def test_a_count_beside_a_price_counts_pieces(
    text: str, taken: tuple[int, ...], pieces: int
) -> None:
    choice = choice_in(text, shown=SHOWN)

    assert (choice.ids, choice.quantity) == (taken, pieces)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("есть чо на камри 50 передние стойки?", 0),
        ("камри 50 стойки", 0),
        ("стойки на камри 50 2 шт", 2),
        ("камри стойки 50 шт", 50),
        ("тойота 2 фильтра", 2),
    ],
)
def test_two_digits_behind_a_car_are_no_pieces(text: str, pieces: int) -> None:
    assert choice_in(text, shown=()).quantity == pieces
