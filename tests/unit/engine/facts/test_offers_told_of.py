"""Offers refused together, told of, wished for or taken under a condition."""

import pytest

from tests.unit.engine.facts.offers_shown import choice_in, offers

OFFERS = offers((("MANN", 450, 1), ("BOSCH", 700, 3), ("VAG", 1200, 7)))


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("первый не нужен и второй тоже", ()),
        ("первый не нравится и третий тоже, второй", (2,)),
        ("первый не нужен, второй тоже не нужен, третий", (3,)),
        ("второй не подошел в прошлый раз, третий беру", (3,)),
        ("первый не понравился и второй также", ()),
        ("первый уже купил, второй нужен", (2,)),
        ("нет первый не надо второй надо", (2,)),
        ("ничего не нужно кроме первого", (1,)),
        ("ничего кроме второго не надо", (2,)),
        ("кроме первого ничего не нужно", (1,)),
        ("все кроме первого", (2, 3)),
        ("брали второй, теперь первый", (1,)),
    ],
)
def test_a_refusal_reaches_only_what_it_is_said_of(text: str, taken: tuple[int, ...]) -> None:
    assert choice_in(text, shown=OFFERS).ids == taken


@pytest.mark.parametrize(
    "text",
    [
        "купил уже первый у вас",
        "вчера брал первый",
        "заказывал второй в прошлый раз не подошел",
        "у соседа стоит второй, доволен",
        "я бы взял третий но дорого",
        "хотел взять второй, но срок долгий",
        "хотела третий, но дорого",
        "рассматриваю второй",
        "запомню второй",
        "взял бы второй если завтра",
        "купил бы первый",
        "если второй подойдет то беру",
        "возьму 3 если скинете 10%",
        "не куплю дороже 500",
    ],
)
def test_an_offer_told_of_wished_for_or_under_a_condition_is_not_taken(text: str) -> None:
    choice = choice_in(text, shown=OFFERS)

    assert choice.ids == ()
    assert choice.kind in {"none", "unclear"}


@pytest.mark.parametrize(
    "text",
    [
        "я бы взял второй, оформляйте",
        "я бы второй взял",
        "я бы взял второй, недорого",
        "если можно второй",
        "беру второй если не сложно",
        "беру второй. если не приедет в срок, откажусь",
        "беру второй, если не подойдет верну",
    ],
)
def test_a_polite_wish_for_an_offer_takes_it(text: str) -> None:
    assert choice_in(text, shown=OFFERS).ids == (2,)
