"""An offer passed by in words of its own is not taken beside the one that is."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("первый пропускаем, второй", (2,)),
        ("первый в сторону, второй берем", (2,)),
        ("за второй спасибо, беру третий", (3,)),
        ("второй, спасибо", (2,)),
        ("беру второй, спасибо", (2,)),
        ("второй и третий, спасибо", (2, 3)),
        ("второй в сторону третий беру", (3,)),
        ("1 - да, 2 - нет", (1,)),
        ("второй - нет, третий - да", (3,)),
        ("хотела первый, но дорого, беру второй", (2,)),
        ("рассмотрел второй, беру", (2,)),
        ("первый в сторону Москвы", (1,)),
        ("первый с отправкой в сторону Урала беру", (1,)),
    ],
)
def test_only_the_offer_wanted_is_taken(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken
