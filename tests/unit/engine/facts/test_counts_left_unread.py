"""A count that no offer got is asked about: no other pieces than were told are ordered."""

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers


@pytest.mark.parametrize(
    "text",
    [
        "беру бош и манн, нет, давайте три",
        "беру бош, нет, давайте два",
        "первый и второй, нет, давайте два",
        "третий две и пятый тоже",
        "беру манн, нет, давайте два манна",
    ],
)
def test_a_count_that_no_offer_got_is_asked_about(text: str) -> None:
    choice = choice_in(text, shown=offers(FIVE))

    assert (choice.kind, choice.ids) == ("unclear", ())


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("третий две, пятый одну, нет, пятый тоже две", {3: 2, 5: 2}),
        ("третий две, пятый одну, ой, пятый две", {3: 2, 5: 2}),
        ("третий две, пятый тоже две", {3: 2, 5: 2}),
    ],
)
def test_a_count_told_anew_replaces_the_first(text: str, pieces: dict[int, int]) -> None:
    choice = choice_in(text, shown=offers(FIVE))

    assert {number: choice.quantities.get(number, choice.quantity) for number in choice.ids} == (
        pieces
    )


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("беру третий, два дня подожду", (3,)),
        ("третий, до пяти заберу", (3,)),
        ("возьму два: третий и пятый", (3, 5)),
        ("второй 2", (2,)),
        ("выбираю между 2 и 3, наверное 3", (3,)),
        ("второй раз пишу, беру третий", (3,)),
        ("третий, две", (3,)),
        ("третий две, нет, пятый одну", (5,)),
    ],
)
def test_a_number_of_something_else_leaves_the_choice(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken
