"""What a named maker is said to cost is no part number; the makers' own numbers are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.extract import extract
from engine.facts.extraction import Findings
from engine.facts.situation import Situation
from engine.messages import Message
from engine.session import Offer, Session
from tests.unit.engine.facts.offers_shown import FIVE, offers
from tests.unit.engine.facts.reading import knowledge, schema

PRICES = [
    "бош 4100?", "bosch 4100 окончательно?", "бош 4100 за штуку?", "за бош 4100 это с доставкой?",
    "бош 4100+доставка сколько?", "4100 бош?", "манн 3900 или феби 5200 что лучше",
    "бош 8200 за два?", "бош 12300 за три штуки?", "бош 4000 отдадите?", "бош 5000 это дорого",
    "бош по 3990 берете?", "lemforder 6000 а дешевле?",
]  # fmt: skip
NUMBERS = [
    ("bosch 0986452041 есть?", "0986452041"),
    ("bosch 7351 есть?", "7351"),
    ("ngk 4100 есть?", "4100"),
    ("mann W71930 есть?", "W71930"),
    ("febi 26340 есть?", "26340"),
    ("bosch 90000 есть?", "90000"),
]
WITHOUT_OFFERS = ["брембо 5400 за комплект?", "бош 1150 за штуку", "брембо 5400 руб есть?"]


def found_in(text: str, shown: tuple[Offer, ...] | None = None) -> Findings:
    session = Session(stage="PRICING", offers=offers(FIVE) if shown is None else shown)
    return extract(Situation(Message(text), session), knowledge(), schema()).findings


@pytest.mark.parametrize("text", PRICES)
def test_a_price_beside_a_maker_of_the_offers_is_no_part_number(text: str) -> None:
    found = found_in(text)

    assert (found.part_numbers, found.bare_numbers) == ((), ())


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number_beside_a_maker_stays_one(text: str, number: str) -> None:
    assert found_in(text).part_numbers == (number,)


def test_the_number_of_an_offer_is_no_price_even_where_another_costs_as_much() -> None:
    other, cheap = offers(FIVE)[3], offers(FIVE)[1]
    shown = (replace(other, part_number="3900"), replace(cheap, brand="Bosch"))

    assert found_in("bosch 3900 есть?", shown).part_numbers == ("3900",)


@pytest.mark.parametrize("text", WITHOUT_OFFERS)
def test_what_a_maker_costs_for_each_is_a_price_before_anything_is_offered(text: str) -> None:
    assert found_in(text, ()).part_numbers == ()


def test_who_asks_what_a_number_costs_for_each_names_the_number() -> None:
    assert found_in("сколько стоит ngk 4644 за штуку", ()).part_numbers == ("4644",)


@given(price=st.integers(100, 99_999), pieces=st.integers(1, 10))
def test_so_many_pieces_of_an_offer_never_make_a_part_number(price: int, pieces: int) -> None:
    shown = offers((("Bosch", price, 1),))

    assert found_in(f"бош {price * pieces}?", shown).part_numbers == ()
