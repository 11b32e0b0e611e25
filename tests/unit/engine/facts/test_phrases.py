"""The syntax of phrases and how they are found."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.facts.lexicon import Lexicon, LexiconFact
from engine.facts.morphology import is_known
from engine.facts.phrases import PhraseIndex, PhraseUnclear, read_phrase
from engine.facts.words import split_words


def found(phrase: str, text: str) -> bool:
    return bool(PhraseIndex([("key", phrase)]).find(split_words(text)))


@pytest.mark.parametrize(
    ("phrase", "text"),
    {
        "колодка": "передних колодок нет",
        "почем": "почём",
        "ё": "е",
        "=тел": "мой тел 1",
        "нужен|надо": "мне надо",
        "=нужен|=надо": "надо",
        "спасибо|=спс": "спс",
        "не нужный": "не нужна",
        "не .. актуальный": "не очень уже актуально",
        "не актуально , брать": "не актуально, беру",
        "^ да $": "ну что? да!",
        "вин-код": "вин код",
        "да $": "да",
    }.items(),
)
def test_a_phrase_is_found(phrase: str, text: str):
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    {
        "=тел": "тела",
        "=нужен|надо": "нужна",
        "не нужный": "не, нужна",
        "не нужный ": "не очень нужна",
        "не .. актуальный": "не совсем так уж актуально",
        "не .. нужный": "не знаю, нужен",
        "не актуально , брать": "не актуально беру",
        "^ да $": "ну да",
        "да $": "да нет",
    }.items(),
)
def test_a_phrase_is_not_found(phrase: str, text: str):
    assert not found(phrase, text)


@pytest.mark.parametrize(
    "written", ["", "..", "^ $", ".. да", "да ..", "да .. , нет", "да/нет", "a+"]
)
def test_an_unclear_phrase_is_refused(written: str):
    with pytest.raises(PhraseUnclear):
        read_phrase(written)


def test_a_spared_phrase_silences_only_what_it_overlaps():
    fact = LexiconFact("lost", "means", ("не нужен",), unless=("не нужен доставка",))
    lexicon = Lexicon([fact])

    overlapped = lexicon.find(split_words("не нужна доставка"))
    elsewhere = lexicon.find(split_words("не нужна доставка, и сам фильтр не нужен"))

    assert overlapped == []
    assert [hit.first for hit in elsewhere] == [6]


def test_one_fact_s_exception_leaves_another_fact_alone():
    lost = LexiconFact("lost", "means", ("не нужен",), unless=("не нужен доставка",))
    other = LexiconFact("other", "means", ("доставка",))

    hits = Lexicon([lost, other]).find(split_words("не нужна доставка"))

    assert [hit.key for hit in hits] == ["other"]


LETTERS = st.sampled_from("абвгдежзиклмнопрст")


@st.composite
def long_words_with_one_slip(draw: st.DrawFn) -> tuple[str, str]:
    word = draw(st.text(LETTERS, min_size=7, max_size=12))
    place = draw(st.integers(0, len(word) - 2))
    before, after = word[:place], word[place:]
    slips = {
        "wrong": before + draw(LETTERS) + after[1:],
        "missing": before + after[1:],
        "extra": before + draw(LETTERS) + after,
        "swapped": before + after[1] + after[0] + after[2:],
    }
    return word, slips[draw(st.sampled_from(sorted(slips)))]


@given(long_words_with_one_slip())
def test_any_one_slip_in_a_long_word_is_forgiven(words: tuple[str, str]):
    written, typed = words
    assume(not is_known(typed))

    assert found(f"={written}", typed)


def test_of_two_words_as_near_the_one_as_long_as_typed_is_meant():
    index = PhraseIndex(
        [("shorter", "=абвгдеж"), ("as long", "=абвгдежк"), ("longer", "=абвгдежзп")]
    )

    assert [hit.key for hit in index.find(split_words("абвгдежз"))] == ["as long"]


def test_two_slips_are_another_word():
    assert not found("=абвгдежз", "абвгдззз")
