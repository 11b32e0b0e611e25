"""One rule under the lens: what it met, what it lacks, and who beat it."""

from typing import Any

import pytest

from engine.decisions import FactValue
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.rule_verdict import RuleVerdict, judge_rule
from engine.rulesets.model import Rule
from tests.unit.engine.rule_builders import a_condition, a_rule, a_ruleset, compiled, holds

GREETED = a_rule("test.greeted", priority=10, every=[holds("greeting")], intent="SMALL_TALK")
PRICED = a_rule(
    "test.priced",
    priority=20,
    every=[a_condition("part_numbers_count", "gte", 1)],
    some=[holds("asks_price"), a_condition("number_kind", "eq", "part")],
    unless=[holds("lost_phrase")],
    intent="OEM_QUERY",
)
SILENT = a_rule("gate.silent", every=[holds("lost_phrase")], gate="silent")
GOOD: dict[str, Any] = {"part_numbers_count": 1, "asks_price": True}


def verdict(rule: Rule, *, beside: tuple[Rule, ...] = (), **facts: FactValue) -> RuleVerdict:
    silent = a_ruleset(SILENT, name="gate", phase="gate")
    evaluator = Evaluator(compiled(silent, a_ruleset(rule, *beside)), engine="reference")
    return judge_rule(evaluator, evaluator.evaluate(facts), rule)


def test_a_rule_whose_conditions_hold_fired_and_lacks_nothing() -> None:
    judged = verdict(PRICED, **GOOD)

    assert (judged.fired, judged.lacking, judged.lacks_a_choice) == (True, (), False)


@pytest.mark.parametrize(
    ("facts", "lacking"),
    [
        ({"part_numbers_count": 0}, ["part_numbers_count"]),
        ({"asks_price": False}, []),
        ({"asks_price": False, "part_numbers_count": 0}, ["part_numbers_count"]),
    ],
)
def test_a_rule_that_does_not_hold_names_what_must_change(
    facts: dict[str, Any], lacking: list[str]
) -> None:
    judged = verdict(PRICED, **{**GOOD, **facts})

    assert not judged.fired
    assert [condition.fact for condition in judged.lacking] == lacking
    assert judged.lacks_a_choice is ("asks_price" in facts)


def test_a_ban_that_strikes_is_lacking_and_the_silent_gate_is_told() -> None:
    judged = verdict(PRICED, **GOOD, lost_phrase=True)

    assert [condition.fact for condition in judged.lacking] == ["lost_phrase"]
    assert not judged.phase_ran


def test_every_alternative_is_shown_not_only_the_one_that_holds() -> None:
    judged = verdict(PRICED, **GOOD)

    assert [(c.fact, c.held) for c in judged.any] == [("asks_price", True), ("number_kind", False)]


def test_a_rule_that_holds_and_loses_names_the_winner() -> None:
    judged = verdict(PRICED, beside=(GREETED,), **GOOD, greeting=True)

    assert judged.holds
    assert not judged.fired
    assert judged.beaten_by == GREETED


def test_a_worse_rule_that_fires_is_no_rival() -> None:
    judged = verdict(GREETED, beside=(PRICED,), **GOOD)

    assert not judged.fired
    assert judged.beaten_by is None
