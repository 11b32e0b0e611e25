"""Where rules can fire, checked against trying every situation there is."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decisions import FactValue
from engine.evaluation.phase_runner import Matcher
from engine.facts.schema import Phase
from engine.rulesets.model import Condition, Operator, Rule
from engine.rulesets.phases import PhaseRules
from engine.rulesets.reach import Reach
from engine.rulesets.reference import ReferenceMatcher
from tests.unit.engine.rule_builders import (
    STAGES,
    a_condition,
    a_rule,
    a_ruleset,
    a_schema,
    holds,
    phase_of,
)

NUMBERS = range(6)
EVERYTHING: list[dict[str, FactValue]] = [
    {"stage": stage, "part_numbers_count": number, "greeting": greeting, "lost_phrase": lost}
    for stage, number, greeting, lost in product(STAGES, NUMBERS, (False, True), (False, True))
]


def numbers(operator: Operator, expected: int | tuple[int, ...]) -> Condition:
    return a_condition("part_numbers_count", operator, expected)


def stage(operator: Operator, expected: str | tuple[str, ...]) -> Condition:
    return a_condition("stage", operator, expected)


def can_fire(*every: Condition, phase: Phase = "classify", **parts: Any) -> bool:
    rules = phase_of(a_ruleset(a_rule("test.a", every=every, **parts), phase=phase))
    return bool(Reach(rules, a_schema()).boxes["test.a"])


def hiding(*conditions: list[Condition]) -> list[str]:
    """The ids of the rules, best first, that hide the last one."""
    rules = [a_rule(f"test.{n}", priority=n, every=c) for n, c in enumerate(conditions)]
    reach = Reach(phase_of(a_ruleset(*rules)), a_schema())
    return [rule.id for rule in reach.hidden_by(rules[-1], rules[:-1])]


@pytest.mark.parametrize(
    "every",
    [
        [numbers("gte", 3), numbers("lte", 2)],
        [numbers("gt", 2), numbers("lt", 3)],
        [numbers("lt", 0)],
        [numbers("eq", 2), numbers("gt", 2)],
        [numbers("in", (1, 2)), numbers("gte", 3)],
        [stage("ne", word) for word in STAGES],
        [stage("eq", "NEW"), stage("in", ("LOST", "FINAL"))],
        [stage("eq", "NEW"), stage("ne", "NEW")],
        [holds("greeting"), a_condition("greeting", "ne", expected=True)],
        [a_condition("gate", "eq", "silent")],
    ],
)
def test_conditions_that_no_situation_meets_are_noticed(every: list[Condition]) -> None:
    assert not can_fire(*every)


@pytest.mark.parametrize(
    "every",
    [
        [numbers("gte", 3), numbers("lte", 3)],
        [numbers("gt", 2), numbers("lt", 4)],
        [numbers("lte", 0)],
        [numbers("gte", 1000)],
        [stage("ne", word) for word in STAGES[1:]],
        [a_condition("gate", "ne", "silent")],
    ],
)
def test_conditions_that_some_situation_meets_are_fine(every: list[Condition]) -> None:
    assert can_fire(*every)


def test_hardening_also_runs_behind_a_silent_gate() -> None:
    assert can_fire(a_condition("gate", "eq", "silent"), phase="harden")


def test_a_ban_on_every_alternative_leaves_nothing() -> None:
    assert not can_fire(some=[holds("greeting")], unless=[holds("greeting")])
    assert can_fire(some=[holds("greeting"), holds("lost_phrase")], unless=[holds("greeting")])


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([[holds("greeting")], [holds("greeting"), numbers("gte", 1)]], ["test.0"]),
        ([[numbers("gte", 1)], [numbers("gte", 2)]], ["test.0"]),
        ([[numbers("gte", 2)], [numbers("gte", 1)]], []),
        ([[numbers("lt", 2)], [numbers("gte", 2)], []], ["test.0", "test.1"]),
        ([[numbers("lt", 2)], [numbers("gt", 2)], []], []),
        ([[stage("in", STAGES[:2])], [stage("in", STAGES[2:])], [holds("greeting")]], None),
        (
            [[stage("ne", "NEW")], [stage("eq", "NEW"), holds("greeting")], [holds("greeting")]],
            None,
        ),
        ([[stage("ne", "NEW")], [holds("greeting")], [holds("lost_phrase")]], []),
        ([[], [holds("greeting")]], ["test.0"]),
    ],
)
def test_better_rules_hide_a_rule_alone_or_together(
    conditions: list[list[Condition]], expected: list[str] | None
) -> None:
    all_of_them = [f"test.{n}" for n in range(len(conditions) - 1)]

    assert hiding(*conditions) == (all_of_them if expected is None else expected)


CONDITIONS = st.one_of(
    st.builds(numbers, st.sampled_from(["eq", "ne", "lt", "lte", "gt", "gte"]), st.integers(0, 4)),
    st.builds(stage, st.sampled_from(["eq", "ne"]), st.sampled_from(STAGES)),
    st.builds(stage, st.just("in"), st.lists(st.sampled_from(STAGES), min_size=1).map(tuple)),
    st.builds(
        a_condition, st.sampled_from(["greeting", "lost_phrase"]), st.just("eq"), st.booleans()
    ),
)
RULES = st.builds(
    lambda every, some, unless: a_rule("test.a", every=every, some=some, unless=unless),
    st.lists(CONDITIONS, max_size=3),
    st.lists(CONDITIONS, max_size=2),
    st.lists(CONDITIONS, max_size=2),
)


def firing(rule: Rule) -> list[int]:
    """The situations in which a rule holds, asked one by one."""
    matcher: Matcher = ReferenceMatcher(PhaseRules("classify", (rule,)))
    return [n for n, facts in enumerate(EVERYTHING) if matcher.matched(facts)]


@given(st.lists(RULES, min_size=1, max_size=5))
def test_what_is_said_of_rules_is_true_in_every_situation(drawn: list[Rule]) -> None:
    rules = [
        a_rule(f"test.{n}", priority=n, every=rule.all, some=rule.any, unless=rule.unless)
        for n, rule in enumerate(drawn)
    ]
    reach = Reach(phase_of(a_ruleset(*rules)), a_schema())

    *better, worst = rules
    hidden = {n for rule in reach.hidden_by(worst, better) for n in firing(rule)}
    assert bool(reach.boxes[worst.id]) is bool(firing(worst))
    if hidden:
        assert set(firing(worst)) <= hidden
    elif firing(worst):
        assert set(firing(worst)) - {n for rule in better for n in firing(rule)}
