"""Who takes some of a short list leaves the rest of it, and what is told of one stays with it."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("выбираю между 2 и 3, наверное 3", (3,)),
        ("между первым и третьим выбираю, пусть первый", (1,)),
        ("второй и третий смотрю, возьму третий", (3,)),
        ("1 и 2 норм, беру 1", (1,)),
        ("из первого и второго - второй", (2,)),
        ("никак не выберу между 1 и 3, давайте 3", (3,)),
        ("мне 1 и 2, а лучше 2", (2,)),
    ],
)
def test_a_short_list_is_not_taken_with_what_is_settled_on(
    text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text).ids == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("беру 1 и 2, первый завтра", (1, 2)),
        ("второй и третий, третий тоже", (2, 3)),
        ("давайте первый и второй, второй срочно нужен", (1, 2)),
        ("беру второй и третий, второй две штуки", (2, 3)),
    ],
)
def test_what_is_told_of_one_taken_leaves_the_other(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken


@pytest.mark.parametrize("text", ["беру 1 и 2. беру 2", "давайте первый и третий. возьму третий"])
def test_two_taken_and_then_one_of_them_are_asked_about(text: str) -> None:
    assert choice_in(text).kind == "unclear"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("беру второй и третий, второй две штуки", {2: 2}),
        ("1 и 3, 3 две штуки", {3: 2}),
    ],
)
def test_pieces_beside_one_named_again_are_of_it_alone(text: str, pieces: dict[int, int]) -> None:
    assert choice_in(text).quantities == pieces


@pytest.mark.parametrize(
    "text",
    [
        "манн 2 или феби 2",
        "беру 1 или 3",
        "манн 2 шт, либо феби",
        "выбираю между манн и феби",
        "из манн и феби беру манн",
    ],
)
def test_of_two_left_open_none_is_taken(text: str) -> None:
    assert not choice_in(text).ids
