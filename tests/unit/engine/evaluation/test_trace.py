"""A trace says why: what fired, what lost and what missed by a single condition."""

from engine.decisions import FactValue, Trace
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.trace import explain_evaluation
from engine.rulesets.model import Rule
from tests.unit.engine.rule_builders import a_condition, a_rule, a_ruleset, compiled, holds


def trace_of(*rules: Rule, partition_by: str | None = None, **facts: FactValue) -> Trace:
    evaluator = Evaluator(compiled(a_ruleset(*rules, partition_by=partition_by)))
    return explain_evaluation(evaluator, evaluator.evaluate(facts))


def missed(trace: Trace) -> list[str]:
    return [rule.rule_id for rule in trace.near_misses]


def test_a_fired_rule_shows_its_conditions_beside_the_values_it_met() -> None:
    rule = a_rule("test.a", every=[a_condition("part_numbers_count", "gte", 1)])

    fired = trace_of(rule, part_numbers_count=2).fired[0]

    condition = fired.conditions[0]
    assert (fired.phase, fired.why) == ("classify", "Because of test.a.")
    assert (condition.fact, condition.operator, condition.expected) == (
        "part_numbers_count",
        "gte",
        1,
    )
    assert (condition.actual, condition.held, condition.set_by) == (2, True, "facts")


def test_a_forbidden_condition_is_shown_as_such() -> None:
    rule = a_rule("test.a", every=[holds("greeting")], unless=[holds("lost_phrase")])

    condition = trace_of(rule, greeting=True).fired[0].conditions[1]

    assert (condition.operator, condition.actual, condition.held) == ("not eq", False, True)


def test_of_alternatives_only_those_that_held_are_shown() -> None:
    rule = a_rule("test.a", some=[holds("greeting"), holds("asks_price")])

    conditions = trace_of(rule, asks_price=True).fired[0].conditions

    assert [condition.fact for condition in conditions] == ["asks_price"]


def test_rules_that_lost_to_a_better_one_are_shown() -> None:
    best = a_rule("test.best", priority=1, every=[holds("greeting")])
    worse = a_rule("test.worse", priority=2, every=[holds("greeting")])

    trace = trace_of(best, worse, greeting=True)

    assert [rule.rule_id for rule in trace.lost_by_group] == ["test.worse"]


def test_a_rule_one_condition_short_is_a_near_miss() -> None:
    rule = a_rule("test.a", every=[holds("greeting"), holds("asks_price")])

    trace = trace_of(rule, greeting=True)

    held = {c.fact: c.held for c in trace.near_misses[0].conditions}
    assert held == {"greeting": True, "asks_price": False}


def test_a_rule_two_conditions_short_is_no_near_miss() -> None:
    rule = a_rule("test.a", every=[holds("greeting"), holds("asks_price")])

    assert missed(trace_of(rule)) == []


def test_alternatives_count_as_one_condition() -> None:
    rule = a_rule(
        "test.a", every=[holds("greeting")], some=[holds("asks_price"), holds("lost_phrase")]
    )

    assert missed(trace_of(rule, greeting=True)) == ["test.a"]


def test_a_forbidden_condition_that_holds_makes_a_near_miss() -> None:
    rule = a_rule("test.a", every=[holds("greeting")], unless=[holds("lost_phrase")])

    assert missed(trace_of(rule, greeting=True, lost_phrase=True)) == ["test.a"]


def test_rules_of_another_partition_are_no_near_misses() -> None:
    rule = a_rule("test.a", every=[holds("greeting"), a_condition("stage", "eq", "FINAL")])

    assert missed(trace_of(rule, greeting=True)) == ["test.a"]
    assert missed(trace_of(rule, greeting=True, partition_by="stage")) == []


def test_a_phase_that_did_not_run_has_no_near_misses() -> None:
    gate = a_ruleset(a_rule("gate.a", every=[holds("greeting")], gate="silent"), phase="gate")
    rule = a_ruleset(a_rule("test.a", every=[holds("greeting"), holds("asks_price")]))
    evaluator = Evaluator(compiled(gate, rule))

    trace = explain_evaluation(evaluator, evaluator.evaluate({"greeting": True}))

    assert missed(trace) == []


def test_a_fact_said_by_an_earlier_phase_names_that_phase() -> None:
    say = a_ruleset(a_rule("test.say", every=[holds("greeting")], intent="LOST"))
    hear = a_rule("act.hear", every=[a_condition("intent", "eq", "LOST")], action="reply")
    evaluator = Evaluator(compiled(say, a_ruleset(hear, phase="act")))

    trace = explain_evaluation(evaluator, evaluator.evaluate({"greeting": True}))

    assert trace.fired[1].conditions[0].set_by == "classify"
