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
SERIES = """\
series:
  - name: filters
    shapes: ['OC ?\\d{2,3}']
    examples: ["OC 90", "OC264"]
"""
NOT_PART = "  - {name: year, pattern: '20\\d\\d', examples: ['2014']}\n"


def read(
    *,
    makes: str = MAKE,
    brands: str = BRAND,
    plausible: str = PLAUSIBLE,
    not_parts: str = NOT_PART,
    series: str = "",
) -> tuple[PartNumberKnowledge, Faults]:
    faults = Faults()
    text = f"makes:\n{makes}brands:\n{brands}plausible:\n{plausible}not_parts:\n{not_parts}{series}"
    return read_part_numbers(parsed(text, faults), faults), faults


def codes(faults: Faults) -> set[str]:
    return {fault.code for fault in faults.found}


def test_good_knowledge_is_read_without_a_fault() -> None:
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
def test_a_mistake_in_a_make_has_its_code(old: str, new: str, code: str) -> None:
    assert old in MAKE

    _, faults = read(makes=MAKE.replace(old, new))

    assert code in codes(faults)


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("'OC ?\\d{2,3}'", "'OC ?(\\d{2,3})'", "BAD_REGEX", (15, 14)),
        ("'OC ?\\d{2,3}'", "'OC ?\\d+'", "REGEX_UNBOUNDED", (15, 14)),
        ("['OC ?\\d{2,3}']", "['OC ?\\d{2,3}', 'HU\\d']", "PATTERN_WITHOUT_EXAMPLE", (15, 29)),
        ('"OC264"', '"HU264"', "EXAMPLE_NOT_MATCHED", (16, 15)),
        ('"OC264"', "264", "TYPE_MISMATCH", (16, 25)),
        ("shapes", "shape", "UNKNOWN_KEY", (15, 5)),
        ('    examples: ["OC 90", "OC264"]\n', "", "MISSING_KEY", (14, 5)),
        ("    shapes", "    like_cars: sometimes\n    shapes", "TYPE_MISMATCH", (15, 16)),
    ],
)
def test_a_mistake_in_a_series_has_its_code_and_place(
    old: str, new: str, code: str, place: tuple[int, int]
) -> None:
    assert old in SERIES

    _, faults = read(series=SERIES.replace(old, new))

    assert (code, place) in {(fault.code, (fault.line, fault.column)) for fault in faults.found}


def test_a_series_that_is_read_to_its_beginning_only_is_reported() -> None:
    hidden = SERIES.replace("['OC ?\\d{2,3}']", "['OC ?\\d{2,3}', 'OC \\d\\d \\d']")

    _, faults = read(series=hidden.replace('"OC264"', '"OC264", "OC 90 1"'))

    assert [(fault.code, fault.line, fault.column) for fault in faults.found] == [
        ("EXAMPLE_CUT", 14, 3)
    ]


def test_a_series_like_cars_is_told_from_one_that_is_like_nothing() -> None:
    distinct, faults = read(series=SERIES)
    alike, more_faults = read(series=SERIES + "    like_cars: true\n")

    assert not faults.found + more_faults.found
    assert distinct.series_end("OC 90", 0) == (len("OC 90"), "distinct")
    assert alike.series_end("OC 90", 0) == (len("OC 90"), "alike")


def test_without_series_no_short_number_is_of_one() -> None:
    knowledge, faults = read()

    assert not faults.found
    assert knowledge.series_end("OC 90", 0) == (0, None)


def test_a_model_is_a_phrase() -> None:
    good, faults = read(makes=MAKE + '    models: ["=x5"]\n')
    _, bad = read(makes=MAKE + "    models: [x/5]\n")

    assert not faults.found
    assert good.makes[0].models == ("=x5",)
    assert [(fault.code, fault.line, fault.column) for fault in bad.found] == [
        ("PHRASE_UNCLEAR", 7, 14)
    ]


def test_a_make_may_be_listed_once() -> None:
    _, faults = read(makes=MAKE + MAKE)

    assert "DUPLICATE_NAME" in codes(faults)


def test_one_name_cannot_mean_two_makers() -> None:
    _, faults = read(brands=BRAND.replace("aliases: [mann]", "aliases: [BMW]"))

    duplicate = next(fault for fault in faults.found if fault.code == "DUPLICATE_ALIAS")
    assert (duplicate.line, duplicate.column) == (8, 28)


def test_a_pattern_that_hides_the_longer_one_is_reported() -> None:
    hidden = BRAND.replace("['W \\d{3}/\\d']", "['W \\d{2}', 'W \\d{2} \\d{3}']").replace(
        "['W 914/2']", "['W 91', 'W 91 400']"
    )

    _, faults = read(brands=hidden)

    assert codes(faults) == {"EXAMPLE_CUT"}


def test_an_exclusion_must_cover_its_own_example() -> None:
    _, faults = read(not_parts=NOT_PART.replace("'2014'", "'1914'"))

    assert codes(faults) == {"PATTERN_WITHOUT_EXAMPLE", "EXAMPLE_NOT_MATCHED"}


def test_a_plus_inside_brackets_or_escaped_is_no_repeat() -> None:
    _, faults = read(
        not_parts="  - {name: sum, pattern: '[+*]\\+20\\d\\d', examples: ['+\\+2014']}\n".replace(
            "'+\\+2014'", "'++2014'"
        )
    )

    assert not faults.found
