"""lexicon.ru.yaml: every mistake of an author is named with its place."""

import pytest

from engine.facts.lexicon import USED_BY_EXTRACTION, Lexicon
from engine.facts.words import split_words
from engine.rulesets.lexicon_file import read_lexicon
from engine.rulesets.source import Faults
from tests.unit.engine.facts.reading import parsed

NEEDED = "".join(
    f"  {name}:\n    means: Needed.\n    phrases: [слово]\n" for name in USED_BY_EXTRACTION
)


def read(facts: str = "", *, needed: str = NEEDED, agreement: str = "") -> tuple[Lexicon, Faults]:
    faults = Faults()
    text = f"lexicon: ru\n{agreement}facts:\n{needed}{facts}"
    return read_lexicon(parsed(text, faults), faults), faults


def codes(faults: Faults) -> set[str]:
    return {fault.code for fault in faults.found}


def test_a_new_phrase_becomes_a_fact_without_python() -> None:
    lexicon, faults = read("  asks_colour:\n    means: Colour.\n    phrases: [какого цвета]\n")

    assert not faults.found
    assert "asks_colour" in {hit.key for hit in lexicon.find(split_words("какого цвета?"))}


@pytest.mark.parametrize(
    ("facts", "code"),
    {
        "  Bad-Name: {means: M, phrases: [да]}\n": "BAD_FACT_NAME",
        "  stage: {means: M, phrases: [да]}\n": "FACT_NAME_TAKEN",
        "  number_kind: {means: M, phrases: [да]}\n": "FACT_NAME_TAKEN",
        "  some: {means: M, phrases: []}\n": "FACT_WITHOUT_PHRASES",
        "  some: {means: M, phrases: ['.. да']}\n": "PHRASE_UNCLEAR",
        "  some: {means: M, phrases: [да], unless: ['да ..']}\n": "PHRASE_UNCLEAR",
        "  some: {phrases: [да]}\n": "MISSING_KEY",
        "  some: {means: M, phrases: [да], unles: [нет]}\n": "UNKNOWN_KEY",
        "  some: {means: M, phrases: да}\n": "TYPE_MISMATCH",
    }.items(),
)
def test_a_mistake_in_an_entry_has_its_code(facts: str, code: str) -> None:
    _, faults = read(facts)

    assert code in codes(faults)


def test_a_fault_points_at_the_phrase() -> None:
    _, faults = read(
        "  some:\n    means: M\n    phrases:\n      - да\n      - да..нет\n", needed=""
    )

    unclear = next(fault for fault in faults.found if fault.code == "PHRASE_UNCLEAR")
    assert (unclear.file, unclear.line, unclear.column) == ("test.yaml", 7, 9)


def test_a_missing_needed_fact_is_named_with_the_nearest_one() -> None:
    _, faults = read("  vin_word: {means: M, phrases: [вин]}\n", needed="")

    missing = [fault.message for fault in faults.found if "`vin_words`" in fault.message]
    assert "did you mean `vin_word`" in missing[0]


def test_a_sign_is_spelt_as_messages_are() -> None:
    lexicon, faults = read(agreement="agreement: {asked: «да», signs: ['✔\ufe0f', ++]}\n")

    assert not faults.found
    assert lexicon.agreement.signs == ("✔", "++")


@pytest.mark.parametrize(
    ("agreement", "code", "place"),
    [
        ("{asked: «да», signs: [+, ок]}", "BAD_SIGN", (2, 37)),
        ("{asked: «да», signs: ['+1']}", "BAD_SIGN", (2, 34)),
        ("{asked: «да», signs: [' ']}", "BAD_SIGN", (2, 34)),
        ("{asked: «да», signs: [1]}", "TYPE_MISMATCH", (2, 34)),
        ("{asked: «да», signs: +}", "TYPE_MISMATCH", (2, 33)),
        ("{asked: 1, signs: [+]}", "TYPE_MISMATCH", (2, 20)),
        ("{signs: [+]}", "MISSING_KEY", (2, 12)),
        ("{asked: «да», signs: [+], sign: +}", "UNKNOWN_KEY", (2, 38)),
        ("[+]", "TYPE_MISMATCH", (2, 12)),
    ],
)
def test_a_mistake_in_the_agreement_has_its_code_and_place(
    agreement: str, code: str, place: tuple[int, int]
) -> None:
    _, faults = read(agreement=f"agreement: {agreement}\n")

    assert (code, place) in {(fault.code, (fault.line, fault.column)) for fault in faults.found}


def test_without_an_agreement_no_sign_agrees_and_no_reply_asks() -> None:
    lexicon, faults = read()

    assert not faults.found
    assert not lexicon.agreement.is_signed("+")
    assert not lexicon.agreement.is_asked_in("Ответьте «да»")


def test_another_language_is_refused() -> None:
    faults = Faults()

    read_lexicon(parsed(f"lexicon: de\nfacts:\n{NEEDED}", faults), faults)

    assert codes(faults) == {"LEXICON_LANGUAGE"}


def test_replies_may_name_the_yes_in_another_way_in_passing() -> None:
    lexicon, faults = read(
        agreement="agreement: {asked: «да», signs: [+], asked_in_passing: '«да, '}\n"
    )

    assert not faults.found
    assert lexicon.agreement.is_asked_in_passing_in("Напишите «да, оформляйте»")
    assert not lexicon.agreement.is_asked_in("Напишите «да, оформляйте»")


def test_a_spoken_word_is_heard_as_the_word_that_phrases_hold() -> None:
    lexicon, faults = read(
        "  what: {means: M, phrases: [=что там]}\n", agreement="spoken: {шо: что, чо: что}\n"
    )

    assert not faults.found
    assert [hit.key for hit in lexicon.find(split_words("шо там"))] == ["what"]
    assert not lexicon.find(split_words("што там"))


def test_a_spoken_word_keeps_the_phrases_of_its_own() -> None:
    lexicon, _ = read(
        "  what: {means: M, phrases: [=что]}\n  how: {means: M, phrases: [=чо]}\n",
        agreement="spoken: {чо: что}\n",
    )

    assert {hit.key for hit in lexicon.find(split_words("чо"))} == {"what", "how"}


@pytest.mark.parametrize(
    ("spoken", "code", "place"),
    [
        ("{шо там: что}", "BAD_SPOKEN_WORD", (2, 10)),
        ("{Шо: что}", "BAD_SPOKEN_WORD", (2, 10)),
        ("{шо: что там}", "BAD_SPOKEN_WORD", (2, 14)),
        ("{шо: 1}", "TYPE_MISMATCH", (2, 14)),
        ("{шо: чтоо}", "SPOKEN_FOR_NOTHING", (2, 14)),
        ("[шо]", "TYPE_MISMATCH", (2, 9)),
    ],
)
def test_a_mistake_in_spoken_words_has_its_code_and_place(
    spoken: str, code: str, place: tuple[int, int]
) -> None:
    _, faults = read("  what: {means: M, phrases: [=что]}\n", agreement=f"spoken: {spoken}\n")

    assert (code, place) in {(fault.code, (fault.line, fault.column)) for fault in faults.found}
