"""A day of the month is neither where to, nor how many, nor which of the offers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.days_told import without_days
from engine.facts.said import read_said
from tests.unit.engine.facts.reading import knowledge

DAYS = [
    ("надо к 1 декабря", "надо вовремя"),
    ("надо к 1 декабря 2026 г, да", "надо вовремя, да"),
    ("доставка 3-го декабря, Псков", "доставка вовремя, Псков"),
    ("привезите 3 декабря", "привезите вовремя"),
    ("до 5 числа надо", "вовремя надо"),
    ("нужно к 28.11", "нужно вовремя"),
    ("нужно к 28.11.2026", "нужно вовремя"),
    ("надо до 5", "надо вовремя"),
    ("до 5-го надо", "вовремя надо"),
    ("заберу 2-го", "заберу вовремя"),
    ("заберу у вас второго, оформляйте", "заберу у вас вовремя, оформляйте"),
    ("2-го приеду", "вовремя приеду"),
    ("3 декабря, Псков, Мира 5", "вовремя, Псков, Мира 5"),
    ("Псков, Мира 5, 3 декабря", "Псков, Мира 5, вовремя"),
    ("заберу 1-го или 2-го", "заберу вовремя"),
    ("приеду первого или третьего, ок", "приеду вовремя, ок"),
]
NO_DAYS = [
    "Псков, 1 мая 5", "Псков, 9 января", "9 января, 5, Псков", "Псков, 1 мая, дом 5",
    "улица 9 января, дом 5", "пл. 1-го мая", "к 9 мая, д 5",
    "заберу третий", "заберу второго две", "заберу 2-го варианта", "давайте третьего",
    "надо 5", "надо до 5 шт", "до 5 тысяч", "до 1.5", "доставка к 40 дому", "надо к 45",
    "до 28.13", "заберу за 2100", "заберу, второго не надо",
]  # fmt: skip

TOLD = ["к", "до", "1", "2-го", "5.12", "мая", "числа", "надо", "заберу", ",", "второго", "31"]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_a_day_is_read_as_in_time(text: str, expected: str) -> None:
    assert without_days(read_said(text, knowledge()), knowledge()).words.text == expected


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_stays(text: str) -> None:
    assert without_days(read_said(text, knowledge()), knowledge()).words.text == text


@given(
    st.lists(
        st.sampled_from(
            [
                "к",
                "до",
                "1",
                "2-го",
                "5.12",
                "мая",
                "числа",
                "надо",
                "заберу",
                ",",
                "второго",
                "31",
                "дом",
            ]
        )
    )
)
def test_days_are_set_aside_once_for_all(told: list[str]) -> None:
    once = without_days(read_said(" ".join(told), knowledge()), knowledge())
    assert once.hits == read_said(once.words.text, knowledge()).hits
