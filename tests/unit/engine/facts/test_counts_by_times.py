"""Offers and pieces typed as products or lists are written apart, and nothing else is."""

import pytest

from engine.facts.counts_by_times import with_times_apart
from tests.unit.engine.facts.offers_shown import offers


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("2х4", "2 х4"),
        ("беру 2*4", "беру 2 х4"),
        ("1x2 и 3X1", "1 х2 и 3 х1"),
        ("1-2, 2-1", "1 х2, 2 х1"),
        ("1: 2 и 3: 1", "1 х2 и 3 х1"),
    ],
)
def test_an_offer_and_its_pieces_are_written_apart(text: str, apart: str) -> None:
    assert with_times_apart(text, offers()) == apart


@pytest.mark.parametrize(
    "text",
    ["4х2", "2х1, 4х2", "диск 5х112", "2х5w", "2х4х6", "1-3", "1-2, 2-3", "1-2, 1-1", "к 2-1 дому"],
)
def test_what_begins_with_no_offer_or_is_a_range_stays(text: str) -> None:
    assert with_times_apart(text, offers()) == text
