"""One spelling for many: dashes, invisible characters, BBCode, Unicode forms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.facts.normalise import TEXT_LIMIT, normalise
from engine.facts.words import WORD_LIMIT, split_words

# A shared machine may pause any example; the first one also loads the language data.
unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    ("raw", "clean"),
    {
        "[b]06A906032N[/b]": "06A906032N",
        "[url=http://x.ru/?a=1]цена[/url]": "цена",
        "да[br]нет": "да\nнет",
        "04465\u201333450": "04465-33450",
        "06A\u200b906032N": "06A906032N",
        "06A\u00a0906": "06A 906",
        "\uff10\uff16\uff21": "06A",
        "заказ №3592": "заказ №3592",
        "а\r\nб": "а\n\nб",
        "  да \n": "да",
    }.items(),
)
def test_a_spelling_is_made_uniform(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


def test_text_over_the_limit_is_not_looked_at() -> None:
    assert len(normalise("я" * 10_000)) == TEXT_LIMIT


def test_words_over_the_limit_are_not_looked_at() -> None:
    assert len(split_words("1 " * 2000)) == WORD_LIMIT


@unhurried
@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@unhurried
@given(st.text(alphabet="[]/b=url \u00ad\u200b№-е\u0308ё\ufb01İ1aА\n", max_size=60))
def test_normalising_hostile_text_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@unhurried
@given(st.text())
def test_lower_case_keeps_every_place(text: str) -> None:
    words = split_words(normalise(text))

    assert len(words.small) == len(words.text)
