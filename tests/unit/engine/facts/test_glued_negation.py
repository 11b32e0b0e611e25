"""Negations typed as one with what they negate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.glued_negation import is_glued_negation
from engine.facts.normalise import normalise
from engine.facts.words import split_words

GLUED = [
    "ненадо", "ненада", "ненужен", "ненужна", "нехочу", "небуду", "неберу", "неподходит",
    "неустраивает", "несмогу", "непришло", "нехватает", "неинтересует",
    "нинада", "нинадо", "нинужно", "нинужна",
]  # fmt: skip
WHOLE = [
    "не", "нет", "недостает", "невзлюбить", "недорого", "неактуально", "неинтересно", "неделя",
    "ненужный", "непонятно", "неисправен", "неоригинал", "ненашев", "нечаев", "нестеренко",
    "неман", "недобежкин", "надо", "никогда", "нибудь", "нихочу",
]  # fmt: skip


@pytest.mark.parametrize("word", GLUED)
def test_a_glued_negation_is_two_words(word: str) -> None:
    words = split_words(f"уже {word}, спасибо")

    assert words.lower == ("уже", "не", word[len("не") :], "спасибо")
    assert words.breaks == (True, False, False, True, True)


@pytest.mark.parametrize("word", WHOLE)
def test_words_and_names_that_begin_alike_stay_whole(word: str) -> None:
    assert not is_glued_negation(word)


@given(st.text(alphabet="не надобудухчт,.!", max_size=30))
def test_every_word_is_what_stands_at_its_place(text: str) -> None:
    words = split_words(normalise(text))

    for word, start, end in zip(words.lower, words.starts, words.ends, strict=True):
        assert words.small[start:end] == word
