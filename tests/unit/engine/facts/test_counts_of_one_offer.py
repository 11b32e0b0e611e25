"""A count of one of two offers goes to the one that it stands beside."""

from collections.abc import Mapping

import pytest

from engine.facts.choice import Choice
from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers

OFFERS = offers(FIVE)


def pieces_of(choice: Choice) -> Mapping[int, int]:
    return {o.id: choice.pieces_of(o) for o in OFFERS if o.id in choice.ids}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("давайте бош и две штуки манна", {4: 1, 2: 2}),
        ("третий и две штуки пятого", {3: 1, 5: 2}),
        ("4 и еще две штуки 5", {4: 1, 5: 2}),
        ("бош и 3 манна", {4: 1, 2: 3}),
        ("бош, два манна", {4: 1, 2: 2}),
        ("манн и 3 боша и 2 феби", {2: 1, 4: 3, 3: 2}),
        ("два манна и бош", {2: 2, 4: 1}),
        ("2 шт пятого и четвертый", {5: 2, 4: 1}),
        ("беру два: бош и манн", {4: 1, 2: 1}),
        ("пятый два раза и четвертый", {5: 2, 4: 1}),
        ("дайте бош и 5", {4: 1, 5: 1}),
        ("2 шт bosch и mann", {2: 2, 4: 2}),
        ("две штуки пятого и четвертого", {5: 2, 4: 2}),
        ("бош 2 шт и манн", {4: 2, 2: 1}),
        ("манн - 2 шт, бош - 1 шт, феби - 3 шт", {2: 2, 4: 1, 3: 3}),
        ("бош и манн по две", {4: 2, 2: 2}),
    ],
)
def test_a_count_is_of_the_offer_behind_it_where_a_joint_stands_before(
    text: str, pieces: Mapping[int, int]
) -> None:
    assert pieces_of(choice_in(text, shown=OFFERS)) == pieces


@pytest.mark.parametrize("text", ["и два манна", "и 2 шт манна", "и еще два манна"])
@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "FINAL"])
def test_a_counted_offer_joined_to_the_choice_comes_beside_it(text: str, stage: str) -> None:
    choice = choice_in(text, stage=stage, chosen=(4,), shown=OFFERS)

    assert choice.applied_to((4,)) == (4, 2)
    assert pieces_of(choice) == {2: 2}


def test_pieces_added_of_one_offer_are_not_of_the_other() -> None:
    choice = choice_in("еще два манна и феби", stage="CONTACT", chosen=(4,), shown=OFFERS)

    assert pieces_of(choice) == {2: 2, 3: 1}
