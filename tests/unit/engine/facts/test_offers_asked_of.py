"""What is asked about the offers shown, and about which of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.extract import extract
from engine.facts.offers_asked_of import AskedOf
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import FIVE, offers
from tests.unit.engine.facts.reading import knowledge, schema

ALL = (1, 2, 3, 4, 5)
ASKED = [
    ("какая разница между 3 и 4?", "difference", (3, 4)),
    ("чем третий отличается от пятого", "difference", (3, 5)),
    ("манн или бош, что лучше?", "difference", (2, 4)),
    ("первый или второй?", "difference", (1, 2)),
    ("почему пятый дороже первого", "difference", (5, 1)),
    ("сравните 2 и 3 пожалуйста", "difference", (2, 3)),
    ("что посоветуете?", "advice", ALL),
    ("какой из них надежнее", "advice", ALL),
    ("чем они отличаются", "advice", ALL),
    ("а 5 кто делает", "about", (5,)),
    ("чей четвертый?", "about", (4,)),
    ("какой производитель у второго", "about", (2,)),
    ("феби это китай?", "about", (3,)),
    ("а кто производитель?", "about", ALL),
    ("когда приедет бош?", "about", (4,)),
    ("какой срок у манна", "about", (2,)),
    ("почем третий?", "about", (3,)),
    ("почему 5200?", "about", (3,)),
    ("третий есть на складе?", "stock", (3,)),
    ("бош есть?", "stock", (4,)),
    ("сколько штук второго осталось", "stock", (2,)),
    ("а в наличии?", "stock", ALL),
    ("мале есть?", "other_maker", ()),
    ("кнехт бывает", "other_maker", ()),
    ("сколько всего выходит", "sum", ()),
    ("итого за третий", "about", (3,)),
    ("какой из них оригинал", "about", ALL),
    ("итого сколько", "sum", ()),
    ("сумма не сходится", "sum", ()),
    ("это рабочих дней?", "workdays", ()),
    ("3 дня календарных или как", "workdays", ()),
]
NOTHING_ASKED = [
    "беру третий",
    "без разницы какой",
    "вопрос есть",
    "спасибо, всего доброго",
    "самовывоз или доставка, что лучше?",
    "подешевле есть?",
    "какие способы оплаты?",
    "третий",
    "",
]


def asked_in(text: str, *, chosen: tuple[int, ...] = (), stage: str = "PRICING") -> AskedOf:
    session = Session(stage=stage, offers=offers(FIVE), chosen_offer_ids=chosen)
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.asked


@pytest.mark.parametrize(("text", "question", "ids"), ASKED)
def test_a_question_about_offers_is_heard_with_the_offers_it_names(
    text: str, question: str, ids: tuple[int, ...]
) -> None:
    asked = asked_in(text)

    assert (asked.question, asked.ids) == (question, ids)


@pytest.mark.parametrize("text", NOTHING_ASKED)
def test_choices_and_questions_of_other_kinds_ask_nothing_of_the_offers(text: str) -> None:
    assert asked_in(text).question == "none"


def test_the_maker_that_is_not_among_the_offers_is_named() -> None:
    assert asked_in("а есть мале?").maker == "Mahle"


def test_a_maker_of_offers_not_shown_yet_is_not_missing() -> None:
    more = (replace(offers()[0], id=6, brand="MAHLE"),)
    session = Session(stage="PRICING", offers=offers(), more_offers=more)

    found = extract(Situation(Message("а есть мале?"), session), knowledge(), schema())

    assert found.findings.asked.question == "none"


def test_after_a_choice_one_offer_is_compared_with_the_chosen_one() -> None:
    assert asked_in("чем второй лучше?", chosen=(4,), stage="CONTACT").ids == (4, 2)


def test_after_a_choice_a_question_that_names_no_offer_is_about_the_chosen_one() -> None:
    assert asked_in("а кто производитель?", chosen=(4,), stage="FINAL").ids == (4,)


def test_after_a_choice_any_price_asked_about_is_of_the_sum() -> None:
    assert asked_in("почему 8200?", chosen=(4,), stage="FINAL").question == "sum"


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("а манн есть?", True),
        ("а мале есть?", True),
        ("а бош есть?", False),
        ("сумма не та", False),
    ],
)
def test_after_a_choice_it_is_told_whether_other_offers_are_meant(
    text: str, *, others: bool
) -> None:
    assert asked_in(text, chosen=(4,), stage="FINAL").is_of_others((4,)) is others


def test_where_nothing_was_offered_nothing_is_asked_about() -> None:
    found = extract(Situation(Message("а 5 кто делает"), Session()), knowledge(), schema())

    assert found.values["offer_question"] == "none"


WORDS = st.sampled_from(
    ["почему", "кто", "делает", "разница", "2", "5200", "бош", "мале", "есть", "?", "или", "третий"]
)


@given(st.lists(WORDS, max_size=7).map(" ".join))
def test_only_offers_that_were_shown_are_asked_about(text: str) -> None:
    assert set(asked_in(text).ids) <= set(ALL)
