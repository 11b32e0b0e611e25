"""Prices of offers told in words are read as digits, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.prices_in_words import with_prices_in_digits
from tests.unit.engine.facts.offers_shown import offers

OFFERS = offers((("VAG", 2100, 1), ("MANN", 980, 2), ("BOSCH", 1150, 1), ("TRW", 3500, 4)))


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("за две сто", "за 2100"),
        ("по три с половиной тыщи", "по 3500"),
        ("по три с половиной", "по 3500"),
        ("за тысячу сто пятьдесят рублей", "за 1150 рублей"),
        ("за тысячу сто пятьдесят две", "за 1150 две"),
        ("беру за девятьсот восемьдесят", "беру за 980"),
        ("Девятьсот восемьдесят давайте", "980 давайте"),
        ("2 тысячи сто", "2100"),
        ("за 2,1к", "за 2100"),
        ("за тысячу", "за 1000"),
        ("за две сто и за тысячу сто пятьдесят", "за 2100 и за 1150"),
    ],
)
def test_a_price_of_an_offer_is_written_in_digits(text: str, digits: str) -> None:
    assert with_prices_in_digits(text, OFFERS) == digits


@pytest.mark.parametrize(
    "text",
    [
        "за четыре двести",
        "возьму две",
        "две сто грамм",
        "девятьсот восемьдесят штук",
        "пробег сто тысяч",
        "надо 2 к пятнице",
        "давайте две сто",
        "половину беру",
        "к двум",
    ],
)
def test_what_is_no_price_of_an_offer_stays(text: str) -> None:
    assert with_prices_in_digits(text, OFFERS) == text


@given(st.text(alphabet="адвестопятьтыщ полрнк0123456789,.", max_size=40))
def test_any_text_is_read(text: str) -> None:
    once = with_prices_in_digits(text, OFFERS)

    assert with_prices_in_digits(once, OFFERS) == once
