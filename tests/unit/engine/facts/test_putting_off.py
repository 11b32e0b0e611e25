"""An offer that is to be taken another day is not taken now."""

import pytest

from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import choice_in, offers
from tests.unit.engine.facts.reading import knowledge, read, schema

PUT_OFF = [
    "беру второй но не сейчас", "второй возьму, но не сегодня", "второй беру но позже",
    "беру второй но в следующем месяце", "второй закажу после зарплаты", "второй, но попозже",
    "возьму второй через неделю", "второй возьму когда зарплата придет", "второй потом",
    "второй возьму как получу зарплату", "беру второй только не сейчас", "второй потом закажу",
    "возьму через 5 дней второй", "закажу второй вечером", "возьму 2 шт второго через неделю",
    "закажу завтра", "беру, но не сегодня", "второй возьму на выходных",
]  # fmt: skip
TAKEN = [
    ("беру второй, адрес потом скину", (2,)),
    ("беру второй, заберу через неделю", (2,)),
    ("беру второй, оплачу завтра", (2,)),
    ("беру второй, оплата после зарплаты", (2,)),
    ("заберу второй завтра", (2,)),
    ("беру второй, доставка через неделю устроит", (2,)),
    ("возьму тот что через 5 дней", (2,)),
    ("второй сейчас беру, третий потом", (2,)),
    ("второй беру, третий на следующей неделе", (2,)),
    ("сначала второй потом третий", (2, 3)),
    ("возьму второй, остальное потом", (2,)),
    ("беру второй и потом еще закажу", (2,)),
    ("второй сразу беру", (2,)),
]  # fmt: skip


def takes_time(text: str) -> bool:
    session = Session(stage="PRICING", offers=offers())
    values = extract(Situation(Message(text), session), knowledge(), schema()).values
    return values["wait_words"] is True


@pytest.mark.parametrize("text", PUT_OFF)
def test_who_puts_an_offer_off_takes_time(text: str) -> None:
    choice = choice_in(text)

    assert (choice.kind, choice.ids, choice.dropped) == ("none", (), ())
    assert takes_time(text)


@pytest.mark.parametrize(("text", "taken"), TAKEN)
def test_another_time_of_something_else_leaves_the_choice(
    text: str, taken: tuple[int, ...]
) -> None:
    assert choice_in(text).ids == taken


@pytest.mark.parametrize(
    "text",
    [
        "нет денег пока, напишу через неделю",
        "денег пока нет",
        "напишу на неделе",
        "через месяц отпишусь",
        "как деньги будут напишу",
        "решил пока не покупать",
        "решили пока не брать",
        "пока решил подождать",
        "пока покупать не буду",
        "пока не буду брать",
        "решил второй пока не брать",
    ],
)
def test_who_does_without_for_now_takes_time(text: str) -> None:
    assert takes_time(text)
    assert choice_in(text).kind == "none"
    assert not read(text, stage="PRICING").values["farewell"]


@pytest.mark.parametrize("text", ["второй не надо, но потом возьму", "уберите второй, куплю позже"])
def test_what_is_refused_for_now_is_dropped(text: str) -> None:
    assert choice_in(text, stage="FINAL", chosen=(1, 2)).applied_to((1, 2)) == (1,)


@pytest.mark.parametrize(("text", "taken"), [("решил второй", 2), ("решили взять третий", 3)])
def test_who_has_decided_takes_it(text: str, taken: int) -> None:
    assert choice_in(text).ids == (taken,)


def test_before_anything_is_offered_nothing_is_put_off() -> None:
    assert not read("второй, но попозже", stage="NEW").values["wait_words"]
