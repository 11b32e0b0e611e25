"""What is said of one offer carries over to the next: `второй тоже`, `хотя нет, за 1900`."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("первый дорогой, второй тоже", ()),
        ("первый дорогой, второй тоже, беру третий", (3,)),
        ("первый дороговато, второй тоже, а дешевле нет?", ()),
        ("первый долго ждать, второй тоже", ()),
        ("первый дорогой второй беру", (2,)),
        ("беру первый, второй тоже", (1, 2)),
        ("первый, второй тоже беру", (1, 2)),
        ("первый дорогой, второй тоже беру", (2,)),
        ("давайте за 900, хотя нет, за 520", (3,)),
        ("беру за 900, ой, за 450", (2,)),
        ("за 450, нет, лучше за 520", (3,)),
        ("тот что за 900, точнее за 520", (3,)),
        ("давайте за 900 и за 520", (1, 3)),
        ("давайте за 900, но не за 520", (1,)),
        ("за 900 дорого, давайте за 520", (3,)),
    ],
)
def test_the_offers_taken(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text).ids == taken


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("не надо мне ваш манн, феби давайте", (2,)),
        ("не нужен мне этот манн, давайте феби", (2,)),
        ("не надо нам вашего дорогого манна, берем феби", (2,)),
        ("без этого вашего манна, давайте феби", (2,)),
        ("не надо мне фильтр манн, давайте феби", (2,)),
        ("уберите свой манн, давайте феби", (2,)),
    ],
)
def test_an_offer_refused_in_many_words_is_left(text: str, left: tuple[int, ...]) -> None:
    choice = choice_in(text, stage="FINAL", chosen=(2,))

    assert (choice.ids, choice.dropped) == ((3,), left)


def test_a_refusal_reaches_no_offer_named_after_another() -> None:
    assert choice_in("первый мне не надо третий давайте", stage="PRICING").ids == (3,)
