"""Words typed in the other layout, where signs stand for letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.layout import with_signs_as_letters


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lj,hsq ltym", "добрый ltym"),
        ("gjlndth;lf.", "подтверждаю"),
        ("gjlndth;lf.!", "подтверждаю!"),
        ("gj;fkeqcnf", "пожалуйста"),
        (",the dnjhjq", "беру dnjhjq"),
        ("'nj ;le", "это жду"),
        ("lj,hsq.", "добрый."),
    ],
)
def test_signs_within_a_word_are_its_letters(typed: str, meant: str) -> None:
    assert with_signs_as_letters(typed) == meant


@pytest.mark.parametrize(
    "text",
    ["hello, world", "bmw,audi", "ok.", "mail@test.ru", "OC.90", "shop.ru", "привет, vag", "a,b"],
)
def test_signs_between_words_stay_signs(text: str) -> None:
    assert with_signs_as_letters(text) == text


@given(st.text("lj,hsq;.'[] gAя1", max_size=30))
def test_a_text_stays_as_long_as_it_was(text: str) -> None:
    assert len(with_signs_as_letters(text)) == len(text)
