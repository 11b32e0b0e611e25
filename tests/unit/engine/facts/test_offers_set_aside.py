"""Who takes one offer by a verb takes no other by a remark on it, understood or not."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("второй ерунда, третий беру", (3,)),
        ("беру третий, второй отстой", (3,)),
        ("второй хороший, третий беру", (3,)),
        ("второй разонравился, третий беру", (3,)),
        ("манн фигня, берем феби", (3,)),
        ("первый и второй берем, третий лажа", (1, 2)),
    ],
)
def test_an_offer_remarked_on_is_not_taken(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("второй, третий беру", (2, 3)),
        ("второй отличный, третий тоже беру", (2, 3)),
        ("второй подходит, третий беру", (2, 3)),
        ("второй манн, третий феби беру", (2, 3)),
        ("второй вариант, третий вариант беру", (2, 3)),
        ("второй на перед, третий на зад беру", (2, 3)),
        ("второй фильтр и третий беру", (2, 3)),
        ("второй хороший", (2,)),
    ],
)
def test_an_offer_told_of_more_closely_is_taken(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken


def test_an_offer_with_pieces_is_taken_beside_another() -> None:
    assert choice_in("второй 2 штуки, третий беру").quantities == {2: 2}


@pytest.mark.parametrize("text", ["1) да 2) нет", "1: да, 2: нет", "1 - да, 2 - нет"])
def test_a_list_of_answers_takes_those_with_a_yes(text: str) -> None:
    choice = choice_in(text)

    assert (choice.ids, choice.dropped) == ((1,), (2,))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("за 900 две и за 450 одну", {1: 2, 2: 1}), ("2 по 450 и 1 по 900", {1: 1, 2: 2})],
)
def test_counts_at_prices_are_of_each(text: str, pieces: dict[int, int]) -> None:
    assert choice_in(text).quantities == pieces
