"""Offers that another one is measured by are not taken with it."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in

TAKEN = [
    ("второй лучше третьего, беру", 2),
    ("второй дешевле первого, беру", 2),
    ("второй дешевле первого беру его", 2),
    ("беру второй он дешевле первого", 2),
    ("третий быстрее второго, давайте", 3),
    ("лучше второй чем первый, беру", 2),
    ("лучше второй, чем первый", 2),
    ("второй выгоднее чем третий, оформляйте", 2),
    ("раз второй дешевле первого то беру", 2),
    ("2 лучше 3, беру", 2),
    ("вторая лучше первой, беру", 2),
    ("третья лучше второй, беру", 3),
    ("второй вариант явно лучше третьего варианта, беру", 2),
    ("febi быстрее mann, беру", 3),
    ("второй чуть дороже третьего, но беру", 2),
]  # fmt: skip
PREFERRED = [
    ("не первый, лучше второй", 2),
    ("первый не надо, лучше второй", 2),
    ("лучше второго возьму", 2),
    ("нет, лучше третий", 3),
    ("первый, точнее второй", 2),
]  # fmt: skip
NOT_TAKEN = [
    "второй лучше третьего",
    "второй дешевле первого",
    "первый надежнее чем второй",
    "третий быстрее второго",
    "возьму дешевле первого",
]  # fmt: skip


@pytest.mark.parametrize(("text", "taken"), TAKEN)
def test_the_offer_that_compares_well_is_taken_alone(text: str, taken: int) -> None:
    choice = choice_in(text)

    assert (choice.kind, choice.ids, choice.dropped) == ("one", (taken,), ())


@pytest.mark.parametrize(("text", "taken"), PREFERRED)
def test_a_word_of_preference_before_an_offer_still_takes_it(text: str, taken: int) -> None:
    assert choice_in(text).ids == (taken,)


@pytest.mark.parametrize("text", NOT_TAKEN)
def test_to_compare_is_not_to_take(text: str) -> None:
    assert choice_in(text).ids == ()


def test_a_measure_beside_two_offers_leaves_both() -> None:
    assert choice_in("первый и второй лучше третьего, беру").ids == (1, 2)
