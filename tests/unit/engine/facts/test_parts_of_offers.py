"""Where several parts were asked for, superlatives in the plural are of each of them."""

from dataclasses import replace

import pytest

from engine.session import Offer
from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers


def of_two_parts() -> tuple[Offer, ...]:
    return tuple(
        replace(offer, part_number="1K0698151E") if offer.id > 3 else offer
        for offer in offers(FIVE)
    )


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("самые дешевые", (2, 4)),
        ("самые быстрые варианты", (3, 5)),
        ("все самое дешевое берите", (2, 4)),
        ("вторую деталь самую дешевую", (4,)),
        ("первую деталь самую быструю", (3,)),
        ("третий из первых", (3,)),
    ],
)
def test_the_best_is_taken_of_each_part_meant(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=of_two_parts()).ids == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [("самые дешевые", (2,)), ("третью деталь", (3,)), ("все самое дешевое", (2,))],
)
def test_the_best_of_a_single_part_is_one(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken
