"""An ordinal beside a price or a term counts in that order, not in that of the list."""

import pytest

from tests.unit.engine.facts.offers_shown import FIVE, choice_in, offers


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("второй по цене", (4,)),
        ("третий по дешевизне беру", (1,)),
        ("давайте второй вариант по цене", (4,)),
        ("второй по дороговизне", (3,)),
        ("второй по сроку", (5,)),
        ("третий по скорости доставки", (4,)),
    ],
)
def test_an_offer_is_counted_by_price_or_term(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("третий по цене подходит", (3,)),
        ("второй по цене 3900", (2,)),
        ("первый по цене дорогой, второй беру", (2,)),
        ("второй самый дешевый, его и беру", (2,)),
        ("третий самый быстрый, беру", (3,)),
    ],
)
def test_an_offer_told_of_by_its_price_is_counted_in_the_list(
    text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text, shown=offers(FIVE)).ids == taken


def test_the_second_cheapest_is_counted_where_the_second_is_not_the_cheapest() -> None:
    assert choice_in("второй самый быстрый", shown=offers(FIVE)).ids == (5,)


@pytest.mark.parametrize("text", ["второй по сроку", "первый самый дешевый"])
def test_a_rank_that_may_be_of_two_offers_is_asked_about(text: str) -> None:
    alike = (("VAG", 900, 2), ("MANN", 450, 1), ("Febi", 520, 2))

    assert choice_in(text, shown=offers(alike)).kind == "unclear"
