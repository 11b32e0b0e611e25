"""The syntax of phrases and how they are found."""

import pytest

from engine.facts.lexicon import Lexicon, LexiconFact
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
