"""Who refuses all of the offers but names one takes that one."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("все три варианта не надо, только второй", (2,)),
        ("все варианты не нужны, возьму третий две штуки", (3,)),
    ],
)
def test_of_all_refused_the_one_named_stays(text: str, taken: tuple[int, ...]) -> None:
    choice = choice_in(text)

    assert (choice.ids, set(choice.dropped)) == (taken, {1, 2, 3} - set(taken))


def test_one_offer_taken_and_refused_is_asked_about() -> None:
    assert choice_in("второй и третий не надо, беру второй").kind == "unclear"


@pytest.mark.parametrize(
    ("text", "pieces"), [("третий два", {2: 1, 3: 2}), ("третий две штуки", {2: 1, 3: 2})]
)
def test_who_names_one_of_several_chosen_again_counts_it(text: str, pieces: dict[int, int]) -> None:
    choice = choice_in(text, stage="CONTACT", chosen=(2, 3))

    assert choice.applied_to((2, 3)) == (2, 3)
    assert choice.quantities.get(3, choice.quantity) == pieces[3]
