"""The syntax of phrases: what a rule author writes and what it means."""

import pytest

from engine.facts.phrase_syntax import GAP_WORDS, PhraseUnclear, read_orders, read_phrase


def test_a_word_stands_for_all_its_forms_and_an_exact_one_for_itself() -> None:
    (plain,) = read_phrase("колодка").steps
    (exact,) = read_phrase("=колодка").steps

    assert plain.forms["колодка"] >= {"колодка", "колодки", "колодок"}
    assert exact.forms == {"=колодка": frozenset({"колодка"})}


def test_one_sign_makes_all_words_of_a_choice_exact() -> None:
    (step,) = read_phrase("=нужен|надо").steps

    assert step.lemmas == {"=нужен", "=надо"}


def test_gaps_commas_and_edges_belong_to_the_phrase() -> None:
    phrase = read_phrase("^ не .. брать , спасибо $")

    assert [(step.gap, step.comma) for step in phrase.steps] == [
        (0, False),
        (GAP_WORDS, False),
        (0, True),
    ]
    assert (phrase.at_start, phrase.at_end) == (True, True)


def test_either_order_is_two_phrases_with_a_gap() -> None:
    assert read_orders("муж & =против") == (
        read_phrase("муж .. =против"),
        read_phrase("=против .. муж"),
    )


@pytest.mark.parametrize(
    "written", ["", "..", "^ $", ".. да", "да ..", "да .. , нет", "да/нет", "a+"]
)
def test_an_unclear_phrase_is_refused(written: str) -> None:
    with pytest.raises(PhraseUnclear):
        read_phrase(written)


def test_either_order_of_three_is_refused() -> None:
    with pytest.raises(PhraseUnclear):
        read_orders("раз & два & три")
