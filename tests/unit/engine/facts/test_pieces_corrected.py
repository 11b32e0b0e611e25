"""A count that is taken back gives way to the one that is left."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("не две, а одну", 1),
        ("одну, не две", 1),
        ("одну, а не две", 1),
        ("не 2 шт, а 1 шт", 1),
        ("1 шт, а не 2", 1),
        ("вместо 2 шт 1", 1),
        ("вместо двух одну", 1),
        ("2 шт вместо 1", 2),
        ("не надо 3, надо 2", 2),
        ("не одну, а две", 2),
        ("мне не две надо, а одну", 1),
        ("не надо 3", 0),
        ("не 3, а 1", 0),
        ("давайте две", 2),
    ],
)
def test_of_two_counts_the_one_not_taken_back_holds(text: str, quantity: int) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(2,))

    assert (choice.ids, choice.quantity) == ((), quantity)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("давайте не две, а четыре манна", 4),
        ("не две, а четыре манна по 450", 4),
        ("ой а можно три манна, не два", 3),
        ("количество исправьте пожалуйста: два, а не один", 2),
        ("одну штуку мало, манн 2 шт", 2),
    ],
)
def test_the_maker_and_price_of_the_chosen_stand_beside_the_count(text: str, quantity: int) -> None:
    assert choice_in(text, stage="CONTACT", chosen=(2,)).pieces_named == quantity


def test_a_count_taken_back_beside_another_offer_counts_nothing_of_the_chosen() -> None:
    assert choice_in("не две, а четыре феби", stage="CONTACT", chosen=(2,)).quantities == {}
    assert choice_in("не две", stage="CONTACT", chosen=(2,)).pieces_named is None
