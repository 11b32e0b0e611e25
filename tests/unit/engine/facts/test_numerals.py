"""Numbers in words: in every form, mistyped, and in the wrong layout."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.facts.morphology import is_known
from engine.facts.numerals import cardinal_at, ordinal_at, place_from_the_end
from engine.facts.words import split_words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("первый", 1),
        ("вторую", 2),
        ("третьего", 3),
        ("четвёртой", 4),
        ("двенадцатый", 12),
        ("2-й", 2),
        ("3ий", 3),
        ("10-ая", 10),
        ("втрой", 2),
        ("трретий", 3),
        ("перый", 1),
        ("dnjhjq", 2),
        ("gthdsq", 1),
    ],
)
def test_an_ordinal_is_read_however_it_is_typed(text: str, number: int) -> None:
    assert ordinal_at(split_words(text), 0) == number


@pytest.mark.parametrize("text", ["вторник", "нервный", "которая", "второпях", "три", "2", "верый"])
def test_words_that_look_like_ordinals_are_none(text: str) -> None:
    assert ordinal_at(split_words(text), 0) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("две", 2), ("двух", 2), ("трое", 3), ("четверо", 4), ("двадцать", 20), ("7", 7)],
)
def test_a_count_is_read_in_every_form(text: str, number: int) -> None:
    assert cardinal_at(split_words(text), 0) == number


@pytest.mark.parametrize(
    ("word", "place"), [("последнюю", 1), ("крайний", 1), ("предпоследний", 2), ("первый", None)]
)
def test_places_are_counted_from_the_end(word: str, place: int | None) -> None:
    assert place_from_the_end(word) == place


@settings(deadline=None)
@given(
    st.sampled_from([("первый", 1), ("второй", 2), ("третий", 3), ("четвертый", 4)]),
    st.integers(1, 5),
    st.sampled_from("абвгдежзиклмнопрстуфхцчшщыэюя"),
)
def test_one_wrong_letter_never_makes_another_number(
    ordinal: tuple[str, int], place: int, letter: str
) -> None:
    word, number = ordinal
    typed = word[:place] + letter + word[place + 1 :]

    read = ordinal_at(split_words(typed), 0)

    assert read in {number, None}
    assert read is not None or is_known(typed)
