"""Once pickup is summed up, who asks to have the parts brought takes it back."""

import pytest

from engine.facts.addresses import Address
from engine.facts.extract import extract
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema


def told_after(text: str, *, address: str = "Самовывоз", stage: str = "FINAL") -> Address:
    session = Session(stage=stage, offers=offers(), chosen_offer_ids=(1,), address=address)
    return extract(Situation(Message(text), session), knowledge(), schema()).findings.address


@pytest.mark.parametrize(
    "text",
    [
        "хочу доставку",
        "доставка",
        "с доставкой",
        "доставку до дома пожалуйста",
        "далеко ехать, лучше доставка",
        "а можно с доставкой?",
        "можете привезти?",
        "не могли бы привезти?",
        "привезите лучше",
        "не надо самовывоз, пусть привезут",
        "да, давайте доставку",
        "мне бы курьером",
    ],
)
def test_a_wish_for_delivery_takes_the_pickup_back(text: str) -> None:
    assert told_after(text) == Address(pickup="declined")


@pytest.mark.parametrize(
    "text",
    [
        "сколько стоит доставка?",
        "а доставка есть?",
        "когда доставите?",
        "доставка не нужна",
        "можно без доставки?",
        "жду доставку",
        "когда привезут на склад?",
        "можно побыстрее доставить?",
        "да",
    ],
)
def test_a_question_or_a_refusal_of_delivery_takes_nothing_back(text: str) -> None:
    assert told_after(text).pickup != "declined"


def test_an_address_told_beside_the_wish_is_read() -> None:
    assert told_after("хочу доставку в Псков, Мира 5").text == "Псков, Мира 5"


def test_a_wish_for_delivery_says_nothing_new_of_an_address() -> None:
    assert told_after("хочу доставку", address="Псков, Мира 5").pickup == "none"


def test_a_wish_for_delivery_says_nothing_before_the_order_is_summed_up() -> None:
    assert told_after("хочу доставку", stage="ADDRESS").pickup == "none"


@pytest.mark.parametrize(
    "text",
    [
        "сам",
        "я сам",
        "никуда",
        "без доставки",
        "везти не надо",
        "отказываюсь от доставки, дорого",
    ],
)
def test_who_wants_nothing_brought_comes_for_it(text: str) -> None:
    session = Session(stage="ADDRESS", offers=offers(), chosen_offer_ids=(1,))
    told = extract(Situation(Message(text), session), knowledge(), schema())

    assert told.findings.address == Address(pickup="chosen")
    assert not told.values["lost_phrase"]


@pytest.mark.parametrize("text", ["не надо", "сам не знаю", "сами привезете?", "ничего не надо"])
def test_what_says_more_or_less_than_that_is_no_pickup(text: str) -> None:
    session = Session(stage="ADDRESS", offers=offers(), chosen_offer_ids=(1,))
    told = extract(Situation(Message(text), session), knowledge(), schema())

    assert told.findings.address.pickup == "none"
