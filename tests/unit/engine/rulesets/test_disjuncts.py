"""Flattening a rule keeps its meaning and never repeats an alternative."""

from hypothesis import given, settings

from engine.rulesets.disjuncts import alternatives, count_alternatives
from engine.rulesets.model import Rule
from engine.rulesets.reference import condition_holds
from tests.unit.engine.rule_builders import a_condition, a_rule, holds
from tests.unit.engine.rule_oracle import interpret
from tests.unit.engine.rule_strategies import RandomRules, random_rules


def keys_of(rule: Rule) -> list[tuple[object, ...]]:
    return [tuple(c.key for c in path) for path in alternatives(rule)]


def test_a_rule_without_conditions_is_one_empty_alternative() -> None:
    assert alternatives(a_rule("test.a")) == ((),)


def test_each_choice_becomes_an_alternative() -> None:
    rule = a_rule("test.a", every=[holds("greeting")], some=[holds("asks_price"), holds("lost")])

    assert keys_of(rule) == [
        (("greeting", "eq", True), ("asks_price", "eq", True)),
        (("greeting", "eq", True), ("lost", "eq", True)),
    ]


def test_a_list_of_values_becomes_alternatives() -> None:
    rule = a_rule("test.a", every=[a_condition("stage", "in", ("NEW", "LOST"))])

    assert keys_of(rule) == [(("stage", "eq", "NEW"),), (("stage", "eq", "LOST"),)]


def test_a_forbidden_list_becomes_inequalities_that_all_hold() -> None:
    rule = a_rule("test.a", unless=[a_condition("stage", "in", ("NEW", "LOST"))])

    assert keys_of(rule) == [(("stage", "ne", "NEW"), ("stage", "ne", "LOST"))]


def test_a_forbidden_flag_becomes_its_opposite() -> None:
    assert keys_of(a_rule("test.a", unless=[holds("greeting")])) == [(("greeting", "eq", False),)]


def test_a_forbidden_threshold_is_turned_round() -> None:
    rule = a_rule("test.a", unless=[a_condition("n", "lt", 3)])

    assert keys_of(rule) == [(("n", "gte", 3),)]


def test_equal_alternatives_are_kept_once() -> None:
    rule = a_rule("test.a", some=[holds("greeting"), holds("greeting")])

    assert count_alternatives(rule) == 2
    assert len(alternatives(rule)) == 1


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(random_rules())
def test_a_rule_fires_exactly_when_one_of_its_alternatives_holds(rules: RandomRules) -> None:
    ruleset = rules.rulesets[0]

    for rule in ruleset.rules:
        alone = type(ruleset)("classify", "classify", ruleset.groups, (rule,), ruleset.place)
        for facts in rules.facts:
            known = {**rules.schema.defaults, **facts}
            flat = any(all(condition_holds(c, known) for c in p) for p in alternatives(rule))

            assert flat is bool(interpret([alone], known, phases=["classify"])[0])
