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


def read(facts: str, *, needed: str = NEEDED) -> tuple[Lexicon, Faults]:
    faults = Faults()
    return read_lexicon(parsed(f"lexicon: ru\nfacts:\n{needed}{facts}", faults), faults), faults


def codes(faults: Faults) -> set[str]:
    return {fault.code for fault in faults.found}


def test_a_new_phrase_becomes_a_fact_without_python():
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
def test_a_mistake_in_an_entry_has_its_code(facts: str, code: str):
    _, faults = read(facts)

    assert code in codes(faults)


def test_a_fault_points_at_the_phrase():
    _, faults = read(
        "  some:\n    means: M\n    phrases:\n      - да\n      - да..нет\n", needed=""
    )

    unclear = next(fault for fault in faults.found if fault.code == "PHRASE_UNCLEAR")
    assert (unclear.file, unclear.line, unclear.column) == ("test.yaml", 7, 9)


def test_a_missing_needed_fact_is_named_with_the_nearest_one():
    _, faults = read("  vin_word: {means: M, phrases: [вин]}\n", needed="")

    missing = [fault.message for fault in faults.found if "`vin_words`" in fault.message]
    assert "did you mean `vin_word`" in missing[0]


def test_another_language_is_refused():
    faults = Faults()

    read_lexicon(parsed(f"lexicon: de\nfacts:\n{NEEDED}", faults), faults)

    assert codes(faults) == {"LEXICON_LANGUAGE"}
