"""part_numbers.yaml: patterns are valid, bounded and true to their examples, or refused."""

import pytest

from engine.facts.part_knowledge import PartNumberKnowledge
from engine.rulesets.part_numbers_file import read_part_numbers
from engine.rulesets.source import Faults
from tests.unit.engine.facts.reading import parsed

MAKE = """\
  - name: BMW
    aliases: [bmw, бмв]
    shapes: ['\\d{11}']
    written: ['\\d{2} \\d{2} \\d \\d{3} \\d{3}']
    examples: ["61217726563", "11 42 7 566 327"]
"""
BRAND = "  - {name: MANN, aliases: [mann], written: ['W \\d{3}/\\d'], examples: ['W 914/2']}\n"
PLAUSIBLE = "  {shapes: ['[A-Z]{3}\\d{4}'], examples: ['GDB1550']}\n"
NOT_PART = "  - {name: year, pattern: '20\\d\\d', examples: ['2014']}\n"


def read(
    *,
    makes: str = MAKE,
    brands: str = BRAND,
    plausible: str = PLAUSIBLE,
    not_parts: str = NOT_PART,
) -> tuple[PartNumberKnowledge, Faults]:
    faults = Faults()
    text = f"makes:\n{makes}brands:\n{brands}plausible:\n{plausible}not_parts:\n{not_parts}"
    return read_part_numbers(parsed(text, faults), faults), faults


def codes(faults: Faults) -> set[str]:
    return {fault.code for fault in faults.found}


def test_good_knowledge_is_read_without_a_fault():
    knowledge, faults = read()

    assert not faults.found
    assert knowledge.has_shape("61217726563")
    assert knowledge.is_plausible("GDB1550")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("'\\d{11}'", "'\\d{11'", "PATTERN_WITHOUT_EXAMPLE"),
        ("'\\d{11}'", "'(\\d{11}'", "BAD_REGEX"),
        ("'\\d{11}'", "'(\\d){11}'", "BAD_REGEX"),
        ("'\\d{11}'", "'(?i)\\d{11}'", "BAD_REGEX"),
        ("'\\d{11}'", "'\\d+'", "REGEX_UNBOUNDED"),
        ("'\\d{11}'", "'\\d{11,}'", "REGEX_UNBOUNDED"),
        ("'\\d{11}'", "'(?:\\d{0,3}){0,4}'", "EMPTY_SHAPE"),
        ("['\\d{11}']", "[]", "EMPTY_SHAPE"),
        ("'\\d{11}'", "'\\d{10}'", "PATTERN_WITHOUT_EXAMPLE"),
        ("'\\d{11}'", "'\\d{10}'", "EXAMPLE_NOT_MATCHED"),
        ('"11 42 7 566 327"', '"11 42 7566327"', "EXAMPLE_NOT_MATCHED"),
        ('"61217726563"', "61217726563", "TYPE_MISMATCH"),
        ("бмв", "да/нет", "PHRASE_UNCLEAR"),
        ("aliases", "alias", "UNKNOWN_KEY"),
        ("    aliases: [bmw, бмв]\n", "", "MISSING_KEY"),
    ],
)
def test_a_mistake_in_a_make_has_its_code(old: str, new: str, code: str):
    assert old in MAKE

    _, faults = read(makes=MAKE.replace(old, new))

    assert code in codes(faults)


def test_a_make_may_be_listed_once():
    _, faults = read(makes=MAKE + MAKE)

    assert "DUPLICATE_NAME" in codes(faults)


def test_one_name_cannot_mean_two_makers():
    _, faults = read(brands=BRAND.replace("aliases: [mann]", "aliases: [BMW]"))

    duplicate = next(fault for fault in faults.found if fault.code == "DUPLICATE_ALIAS")
    assert (duplicate.line, duplicate.column) == (8, 28)


def test_a_pattern_that_hides_the_longer_one_is_reported():
    hidden = BRAND.replace("['W \\d{3}/\\d']", "['W \\d{2}', 'W \\d{2} \\d{3}']").replace(
        "['W 914/2']", "['W 91', 'W 91 400']"
    )

    _, faults = read(brands=hidden)

    assert codes(faults) == {"EXAMPLE_CUT"}


def test_an_exclusion_must_cover_its_own_example():
    _, faults = read(not_parts=NOT_PART.replace("'2014'", "'1914'"))

    assert codes(faults) == {"PATTERN_WITHOUT_EXAMPLE", "EXAMPLE_NOT_MATCHED"}


def test_a_plus_inside_brackets_or_escaped_is_no_repeat():
    _, faults = read(
        not_parts="  - {name: sum, pattern: '[+*]\\+20\\d\\d', examples: ['+\\+2014']}\n".replace(
            "'+\\+2014'", "'++2014'"
        )
    )

    assert not faults.found
