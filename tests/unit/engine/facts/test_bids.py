"""Prices that a client would pay, told from prices of offers and from other numbers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import choice_in, offers
from tests.unit.engine.facts.reading import knowledge, schema


def objects_to_price(text: str, *, stage: str = "PRICING", offered: bool = True) -> bool:
    session = Session(stage=stage, offers=offers() if offered else ())
    values = extract(Situation(Message(text), session), knowledge(), schema()).values
    return values["objection_price"] is True


BIDS = [
    "бюджет 700", "мой бюджет 500 рублей", "бюджет до 800", "за 400 отдадите?", "по 400 сделаете",
    "отдадите за 600?", "возьму за 400", "заберу за 400", "400 и беру", "до 800 есть?",
    "есть до 400р?", "что есть до 500", "не больше 600 рублей", "максимум 500",
    "у меня только 400 рублей", "рассчитывал на 300", "хотел уложиться в 400",
    "в пределах 500", "в районе 500 есть?", "за полцены отдадите?", "за тысячу отдадите?",
    "второй за 300 возьму", "за 1 000 отдадите?",
]  # fmt: skip
NO_BIDS = [
    "за 900 беру", "давайте за 450", "беру за 520", "до 18 работаете", "до 800 метров есть?",
    "за 3 дня довезете?", "пробег 700", "до 12 часов есть кто", "за 15 минут заберу второй",
    "по 10 шт возьму второго", "дом 700", "до 2 000 000 километров", "максимум 500 грамм",
]  # fmt: skip


@pytest.mark.parametrize("text", BIDS)
def test_a_price_below_an_offer_is_an_objection(text: str) -> None:
    assert objects_to_price(text)
    assert choice_in(text).ids == ()


@pytest.mark.parametrize("text", NO_BIDS)
def test_other_amounts_and_prices_of_offers_are_no_objection(text: str) -> None:
    assert not objects_to_price(text)


@pytest.mark.parametrize(("text", "number"), [("за 900 беру", 1), ("давайте за 450", 2)])
def test_the_price_of_an_offer_takes_it(text: str, number: int) -> None:
    assert choice_in(text).ids == (number,)


@pytest.mark.parametrize(
    "text",
    [
        "второй за 400 отдашь?",
        "первый за 800 возьму",
        "первый за 500 возьму",
        "беру первый если за 800",
        "скинь до 700 и беру",
        "опустите до 400",
    ],
)
def test_a_bid_is_compared_with_the_offer_named(text: str) -> None:
    assert objects_to_price(text)
    assert choice_in(text).ids == ()


@pytest.mark.parametrize(
    ("text", "taken"), [("первый за 900 возьму", (1,)), ("беру третий за 500", (3,))]
)
def test_the_price_of_the_offer_named_takes_it(text: str, taken: tuple[int, ...]) -> None:
    assert not objects_to_price(text)
    assert choice_in(text).ids == taken


@pytest.mark.parametrize(
    "text",
    ["за 900 точно не буду", "за 900 не возьму", "не возьму за 900", "за 450 не буду брать",
     "за 900 руб не куплю", "по 520 не надо"],
)  # fmt: skip
def test_a_price_refused_is_an_objection_and_no_choice(text: str) -> None:
    assert objects_to_price(text)
    assert choice_in(text).ids == ()


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("за 900 не буду, за 450 беру", 2),
        ("за 450 точно не буду, за 520 возьму", 3),
        ("не надо мне за 900, давайте за 450", 2),
    ],
)
def test_another_price_beside_one_refused_is_taken(text: str, taken: int) -> None:
    assert choice_in(text).ids == (taken,)


def test_a_term_refused_is_no_price() -> None:
    assert not objects_to_price("за 20 дней не возьму")


def test_before_anything_is_offered_a_budget_is_no_objection() -> None:
    assert not objects_to_price("бюджет 700", stage="NEW", offered=False)


@pytest.mark.parametrize(
    "text",
    [
        "при скидке возьму 3",
        "при скидке 10% возьму второй",
        "со скидкой беру третий",
        "возьму второй со скидкой",
        "скинете - возьму второй",
        "скинете сотку возьму 3",
        "при условии скидки беру второй",
        "сделаете скидку возьму первый",
        "уступите и беру второй",
    ],
)
def test_an_offer_taken_at_a_discount_is_not_taken_yet(text: str) -> None:
    assert choice_in(text).ids == ()
    assert objects_to_price(text)


@pytest.mark.parametrize(
    "text",
    [
        "спасибо за скидку, беру второй",
        "беру второй, скидки не надо",
        "не скинете? ладно, беру второй",
        "без скидки беру второй",
    ],
)
def test_a_discount_given_up_leaves_the_choice(text: str) -> None:
    assert choice_in(text).ids == (2,)


@pytest.mark.parametrize(
    "text",
    [
        "возьму второй, если есть в наличии",
        "возьму второй если есть",
        "если есть в наличии возьму второй",
        "если второй в наличии то беру",
        "второй если в наличии",
        "беру второй если он у вас есть на складе",
        "если есть второй то беру его",
        "если в наличии есть, то второй",
    ],
)
def test_an_offer_shown_is_in_stock_already(text: str) -> None:
    assert choice_in(text).ids == (2,)


@pytest.mark.parametrize(
    "text",
    [
        "возьму второй если есть гарантия",
        "возьму второй если подойдет",
        "если есть второй подешевле то беру",
        "если есть второй в белом цвете то возьму",
        "второй есть в наличии?",
    ],
)
def test_any_other_condition_leaves_the_choice_open(text: str) -> None:
    assert choice_in(text).ids == ()


def test_an_offer_that_has_run_out_is_not_taken_on_the_condition_of_stock() -> None:
    gone = tuple(replace(offer, available=0) for offer in offers())

    assert choice_in("возьму второй если есть в наличии", shown=gone).ids == ()


@given(st.text("за до бюджет5 0отдаек.,?р", max_size=40))
def test_any_text_is_read(text: str) -> None:
    assert objects_to_price(text) in {True, False}


def test_taking_at_another_price_is_not_coming_for_the_parts() -> None:
    session = Session(stage="PRICING", offers=offers())
    values = extract(Situation(Message("заберу за 400"), session), knowledge(), schema()).values

    assert values["pickup"] == "none"
