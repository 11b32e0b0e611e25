"""Once the order is summed up, a part of another address replaces nothing and is asked about."""

import pytest

from engine.facts.extract import extract
from engine.facts.extraction import Extraction
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Contact, Session
from tests.unit.engine.facts.offers_shown import offers
from tests.unit.engine.facts.reading import knowledge, schema

KNOWN = Contact("Иванов", "Иван", phone="+79161234567")


def heard(
    text: str, *, stage: str = "FINAL", address: str = "Казань, ул. Баумана, 4"
) -> Extraction:
    session = Session(
        stage=stage, offers=offers(), chosen_offer_ids=(2,), contact=KNOWN, address=address
    )
    return extract(Situation(Message(text), session), knowledge(), schema())


@pytest.mark.parametrize(
    "text",
    [
        "в Тверь", "город Тверь", "да, но доставка в Тверь", "нет, в Тверь", "да, в Самару",
        "квартира 12", "добавьте квартиру 12", "дом 6", "подъезд 3", "индекс 420000",
        "поменяйте город на Тверь", "2 шт, в Тверь",
    ],
)  # fmt: skip
def test_a_part_of_another_address_is_unclear_and_replaces_nothing(text: str) -> None:
    told = heard(text)

    assert told.values["address_unclear"]
    assert told.findings.address.text is None


@pytest.mark.parametrize(
    "text",
    [
        "да, всё верно, жду в Казани", "да, Казань", "дом 4", "из Твери пришлёте?", "самовывоз",
        "а до Твери сколько идёт", "да", "верно", "мне к 5 часам", "2 шт", "ул. Ленина 5",
        "Тверь, Советская 5", "420000 Казань, Баумана 6",
    ],
)  # fmt: skip
def test_the_known_place_a_question_and_a_whole_address_are_clear(text: str) -> None:
    assert not heard(text).values["address_unclear"]


def test_the_town_is_known_again_in_any_case() -> None:
    assert not heard("жду в Твери", address="Тверь, Советская 5").values["address_unclear"]


@pytest.mark.parametrize("stage", ["CONTACT", "ADDRESS", "HARD_PICK"])
def test_before_the_summary_no_part_is_unclear(stage: str) -> None:
    assert not heard("в Тверь", stage=stage).values["address_unclear"]


def test_a_postcode_alone_is_no_address() -> None:
    assert heard("индекс 420000", stage="ADDRESS").findings.address.text is None
