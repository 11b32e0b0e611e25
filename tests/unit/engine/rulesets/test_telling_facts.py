"""durable_rules is shown a fact only with a value that makes one of its conditions true."""

import pytest

from engine.decisions import FactValue
from engine.rulesets.model import Condition
from engine.rulesets.telling_facts import TellingFacts
from tests.unit.engine.rule_builders import a_condition


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (a_condition("flag", "eq", expected=True), False),
        (a_condition("flag", "eq", expected=False), True),
        (a_condition("flag", "ne", expected=True), True),
        (a_condition("n", "eq", 2), 0),
        (a_condition("n", "gt", 0), 0),
        (a_condition("n", "gte", 3), 0),
        (a_condition("n", "ne", 2), 2),
        (a_condition("n", "lt", 1), 1),
        (a_condition("word", "eq", "part"), "vin"),
        (a_condition("word", "ne", "none"), "none"),
    ],
)
def test_a_value_of_which_nothing_is_true_tells_nothing(
    condition: Condition, value: FactValue
) -> None:
    assert TellingFacts([condition]).of({condition.fact: value}) == {}


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (a_condition("flag", "eq", expected=True), True),
        (a_condition("flag", "eq", expected=False), False),
        (a_condition("flag", "ne", expected=True), False),
        (a_condition("n", "eq", 0), 0),
        (a_condition("n", "lt", 1), 0),
        (a_condition("n", "lte", 0), 0),
        (a_condition("n", "gte", -1), 0),
        (a_condition("n", "ne", 2), 0),
        (a_condition("n", "gt", 0), 1),
        (a_condition("n", "lt", 0), -1),
        (a_condition("word", "eq", "part"), "part"),
        (a_condition("word", "ne", "none"), "part"),
    ],
)
def test_a_value_that_makes_a_condition_true_is_told(
    condition: Condition, value: FactValue
) -> None:
    assert TellingFacts([condition]).of({condition.fact: value}) == {condition.fact: value}


def test_one_condition_that_is_true_is_enough() -> None:
    telling = TellingFacts(
        [
            a_condition("n", "gt", 5),
            a_condition("n", "eq", 0),
            a_condition("word", "ne", "none"),
            a_condition("word", "eq", "none"),
        ]
    )

    assert telling.of({"n": 0, "word": "none"}) == {"n": 0, "word": "none"}


def test_facts_that_no_condition_reads_are_not_told() -> None:
    telling = TellingFacts([a_condition("flag", "eq", expected=True)])

    assert telling.of({"flag": True, "other": True}) == {"flag": True}


@pytest.mark.parametrize(
    "condition",
    [
        a_condition("flag", "eq", expected=True),
        a_condition("word", "eq", "part"),
        a_condition("word", "ne", "none"),
    ],
)
def test_a_missing_fact_is_an_error(condition: Condition) -> None:
    with pytest.raises(KeyError):
        TellingFacts([condition]).of({})
