"""Whom an offer is for is no noun that a number counts."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    "text", ["2 мастеру, 3 мне", "второй себе третий брату", "второй жене и третий сыну"]
)
def test_offers_for_two_persons_are_both_taken(text: str) -> None:
    assert choice_in(text).ids == (2, 3)


@pytest.mark.parametrize("text", ["сыну 3 года", "третьему мастеру звоню", "второй день жду"])
def test_what_a_number_counts_is_no_offer(text: str) -> None:
    assert choice_in(text).ids == ()


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("первый, хотя второй тоже неплохой", (1,)),
        ("1, хотя 3 тоже хороший", (1,)),
        ("второй тоже хороший", ()),
        ("давайте первый, хотя второй вроде тоже норм", (1,)),
    ],
)
def test_praise_of_another_offer_takes_nothing(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [("первый со вторым не подходят, третий беру", (3,)), ("только 1, 2 не ставить", (1,))],
)
def test_an_offer_refused_with_another_or_forbidden_is_left(
    text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text).ids == taken


def test_one_offer_counted_for_two_persons_is_asked_about() -> None:
    assert choice_in("один второй мне и один второй другу").kind == "unclear"


def test_a_maker_at_the_price_of_another_is_asked_about() -> None:
    assert choice_in("манн 900р беру").kind == "unclear"
