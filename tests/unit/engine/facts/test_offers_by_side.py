"""The upper and the lower offer of a list are its first and last; parts have sides as well."""

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("самый верхний давайте", (1,)),
        ("самый нижний", (5,)),
        ("верхний беру", (1,)),
        ("давайте нижний вариант", (5,)),
        ("верхний и нижний", (1, 5)),
        ("самый верхний не надо, давайте второй", (2,)),
        ("нужен верхний рычаг", ()),
        ("нижний рычаг есть?", ()),
        ("рычаг нижний беру", ()),
    ],
)
def test_sides_of_the_list_name_offers(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken
