"""YAML as it is read from rule files: every scalar has a type of its own, or is text."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.rulesets.source import Faults, YamlNode, read_yaml

NUMBER_SIGNS = "0123456789+-._:eExoinfaN"


def a_value(scalar: str) -> tuple[YamlNode, Faults]:
    """Return the value of a key as an author may have written it, and what is wrong with it."""
    faults = Faults()
    node = read_yaml(f"value: {scalar}", file="f.yaml", faults=faults)
    assert node is not None
    return node.entries(faults)["value"], faults


@pytest.mark.parametrize(
    ("scalar", "number"),
    [("0.98", 0.98), ("1", 1.0), ("-2.", -2.0), (".5", 0.5), ("1.5e+3", 1500.0), ("+7", 7.0)],
)
def test_plain_numbers_are_numbers(scalar: str, number: float) -> None:
    node, faults = a_value(scalar)
    assert node.number(faults) == number
    assert not faults.found


@pytest.mark.parametrize(
    "scalar", [".inf", "-.inf", ".nan", "1:30.5", "190:20:30", "1.0e+999", "1_000.5", "9" * 5000]
)
def test_what_no_rule_can_count_with_is_a_mistake_at_its_place(scalar: str) -> None:
    node, faults = a_value(scalar)
    assert node.number(faults) is None
    assert [(fault.line, fault.column, fault.code) for fault in faults.found] == [
        (1, 8, "TYPE_MISMATCH")
    ]


def faults_in(text: str) -> list[str]:
    faults = Faults()
    read_yaml(text, file="f.yaml", faults=faults)
    return [str(fault) for fault in faults.found]


def test_a_few_lines_that_would_grow_into_millions_are_a_mistake_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
    for level in range(1, 12):
        repeated = ", ".join([f"*a{level - 1}"] * 8)
        lines.append(f"a{level}: &a{level} [{repeated}]")

    [told] = faults_in("\n".join(lines))

    assert "FILE_TOO_LARGE over 200000 values" in told


@pytest.mark.parametrize("opened", ["[", "{a: ", "[x, ", "- ", "[\n", "? "])
def test_an_abyss_of_levels_is_a_mistake_and_ends_no_process(opened: str) -> None:
    [told] = faults_in("a: 1\nb:\n  " + opened * 100_000)

    assert told.startswith("f.yaml:3:1 TOO_DEEP")


def test_an_alias_stands_for_what_it_names() -> None:
    faults = Faults()
    node = read_yaml("a: &a {x: 1}\nb: *a", file="f.yaml", faults=faults)

    assert node is not None
    assert node.plain() == {"a": {"x": 1}, "b": {"x": 1}}
    assert not faults.found


def test_a_key_that_is_no_word_is_a_mistake_at_its_place() -> None:
    assert faults_in("a: 1\n[b]: 2") == [
        "f.yaml:2:1 TYPE_MISMATCH a key is a word, no list or mapping"
    ]


def test_what_is_wrong_with_yaml_is_told_with_what_was_expected() -> None:
    [told] = faults_in("a: 1\n---\nb: 2")

    assert told.startswith("f.yaml:2:1 YAML_SYNTAX expected a single document")
    assert "but found another document" in told


@given(st.text(NUMBER_SIGNS, min_size=1, max_size=12))
@example("." + "9" * 400)
@example("1.0e+99")
def test_nothing_that_looks_like_a_number_stops_the_reader(scalar: str) -> None:
    faults = Faults()
    node = read_yaml(f"[{scalar}]", file="f.yaml", faults=faults)
    if node is None:
        assert faults.found
        return
    for item in node.items(faults):
        number = item.number(faults)
        assert number is None or math.isfinite(number)
