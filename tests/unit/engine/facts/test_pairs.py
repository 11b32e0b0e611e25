"""Nouns that count pieces: pairs, dozens, and how often they are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.pairs import pair_count, times_before
from engine.facts.words import split_words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("пара", 2),
        ("пару", 2),
        ("парочку", 2),
        ("пяток", 5),
        ("десяток", 10),
        ("дюжину", 12),
        ("полдюжины", 6),
        ("полдесятка", 5),
    ],
)
def test_a_noun_that_counts_tells_its_count(word: str, count: int) -> None:
    assert pair_count(word) == count


@pytest.mark.parametrize("word", ["парами", "парусина", "десятки", "пятки", "партия", "два"])
def test_a_noun_that_counts_nothing_definite_counts_nothing(word: str) -> None:
    assert pair_count(word) == 0


@pytest.mark.parametrize(
    ("text", "index", "count", "read"),
    [
        ("полтора десятка", 1, 10, (0, 15)),
        ("полторы дюжины", 1, 12, (0, 18)),
        ("два десятка", 1, 10, (0, 20)),
        ("три дюжины", 1, 12, (0, 36)),
        ("2 десяток", 1, 10, (1, 10)),
        ("две пары", 1, 2, (1, 2)),
        ("десятка", 0, 10, (0, 10)),
    ],
)
def test_what_stands_before_multiplies_tens_and_dozens(
    text: str, index: int, count: int, read: tuple[int, int]
) -> None:
    assert times_before(split_words(text), index, count) == read


@given(st.text(alphabet="абвпарыдюжинесток ", max_size=30))
def test_any_word_has_a_count_that_is_not_negative(text: str) -> None:
    assert all(pair_count(word) >= 0 for word in split_words(text).lower)
