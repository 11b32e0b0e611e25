"""Phases run in order, conflicts are resolved by group, faults never reach the caller."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.decisions import FactValue
from engine.evaluation.evaluator import Evaluation, Evaluator
from engine.rulesets import durable
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.model import GroupStrategy
from tests.unit.engine.limit_cases import CASES, SCHEMA
from tests.unit.engine.real_engine import needs_durable_rules
from tests.unit.engine.rule_builders import (
    a_condition,
    a_rule,
    a_ruleset,
    compiled,
    holds,
)

ROOT = Path(__file__).parents[4]


@dataclass
class CountedMetrics:
    """Remembers what was counted."""

    counted: list[tuple[str, str]] = field(default_factory=list)

    def count(self, name: str, **labels: str) -> None:
        self.counted.append((name, labels.get("reason", "")))

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Not needed here."""

    def gauge(self, name: str, value: float, **labels: str) -> None:
        """Not needed here."""


def funnel() -> CompiledRules:
    gate = a_rule("gate.lost", every=[holds("lost_phrase")], gate="silent", wait_reason="MANUAL")
    greeting = a_rule("classify.greeting", every=[holds("greeting")], intent="SMALL_TALK")
    query = a_rule(
        "classify.query",
        priority=50,
        every=[holds("asks_price")],
        intent="OEM_QUERY",
        confidence=0.9,
    )
    price = a_rule(
        "act.price",
        every=[a_condition("intent", "eq", "OEM_QUERY")],
        stage="PRICING",
        action="abcp_lookup",
    )
    forbidden = a_rule(
        "harden.forbidden", unless=[holds("transition_allowed")], veto=("stage", "reply")
    )
    always = a_rule("harden.always", group="also", veto=("lost",))
    return compiled(
        a_ruleset(gate, name="gate", phase="gate"),
        a_ruleset(greeting, query, name="classify"),
        a_ruleset(price, name="act", phase="act"),
        a_ruleset(
            forbidden, always, name="harden", phase="harden", groups={"main": "all", "also": "all"}
        ),
    )


@pytest.fixture(params=[pytest.param("durable", marks=needs_durable_rules), "reference"])
def evaluator(request: pytest.FixtureRequest) -> Evaluator:
    return Evaluator(funnel(), engine=request.param)


def asking(**facts: FactValue) -> dict[str, FactValue]:
    return {"asks_price": True, **facts}


def test_outputs_of_a_phase_are_facts_of_the_next(evaluator: Evaluator) -> None:
    evaluation = evaluator.evaluate(asking())

    assert evaluation.fired == ("classify.query", "act.price", "harden.always")
    assert evaluation.facts["intent"] == "OEM_QUERY"
    assert (evaluation.facts["action"], evaluation.facts["next_stage"]) == (
        "abcp_lookup",
        "PRICING",
    )


def test_outputs_are_collected_under_their_own_names(evaluator: Evaluator) -> None:
    assert evaluator.evaluate(asking()).outputs == {
        "intent": "OEM_QUERY",
        "confidence": 0.9,
        "stage": "PRICING",
        "action": "abcp_lookup",
    }


def test_lists_that_several_rules_say_add_up(evaluator: Evaluator) -> None:
    rules = compiled(
        a_ruleset(
            a_rule("act.a", priority=1, every=[holds("asks_price")], reply=("hello",)),
            a_rule("act.b", priority=2, every=[holds("asks_price")], reply=("offers", "hello")),
            phase="act",
            groups={"main": "all"},
        )
    )
    engine = evaluator.engine

    evaluation = Evaluator(rules, engine=engine).evaluate(asking())

    assert evaluation.outputs["reply"] == ("hello", "offers")


def test_the_best_rule_of_an_exclusive_group_wins_and_the_others_are_told(
    evaluator: Evaluator,
) -> None:
    evaluation = evaluator.evaluate(asking(greeting=True))

    assert evaluation.outputs["intent"] == "OEM_QUERY"
    assert evaluation.lost == ("classify.greeting",)


def test_a_silent_gate_skips_deciding_but_never_hardening(evaluator: Evaluator) -> None:
    evaluation = evaluator.evaluate(asking(lost_phrase=True))

    assert evaluation.fired == ("gate.lost", "harden.always")
    assert evaluation.phases == ("gate", "harden")
    assert evaluation.outputs == {"gate": "silent", "wait_reason": "MANUAL"}


def test_a_step_the_funnel_does_not_know_is_vetoed(evaluator: Evaluator) -> None:
    evaluation = evaluator.evaluate(asking(stage="FINAL"))

    assert evaluation.facts["transition_allowed"] is False
    assert evaluation.vetoes == {"stage", "reply", "lost"}


@pytest.mark.parametrize("facts", [{"stage": "NEW"}, {"stage": "PRICING"}])
def test_a_known_step_and_staying_are_allowed(
    evaluator: Evaluator, facts: dict[str, FactValue]
) -> None:
    assert evaluator.evaluate(asking(**facts)).vetoes == {"lost"}


def test_no_step_at_all_is_allowed(evaluator: Evaluator) -> None:
    assert evaluator.evaluate({"greeting": True, "stage": "FINAL"}).vetoes == {"lost"}


def test_only_the_phases_asked_for_run(evaluator: Evaluator) -> None:
    evaluation = evaluator.evaluate(asking(lost_phrase=True), ("gate",))

    assert evaluation.fired == ("gate.lost",)


def test_a_decision_does_not_change_the_facts_it_was_given(evaluator: Evaluator) -> None:
    facts = {**evaluator.rules.schema.defaults, **asking()}
    before = dict(facts)

    evaluation = evaluator.evaluate_all(facts)

    assert facts == before
    assert evaluation.facts["intent"] == "OEM_QUERY"


@needs_durable_rules
def test_durable_rules_answers_when_nothing_is_wrong() -> None:
    metrics = CountedMetrics()

    evaluation = Evaluator(funnel(), metrics=metrics, parity_every=1).evaluate(asking())

    assert (evaluation.engine, evaluation.parity_mismatch, metrics.counted) == (
        "durable",
        False,
        [],
    )


OVERFLOW = {"n": 1000}
"""Makes more conditions true at once than the engine's stack holds."""


def overflowing(metrics: CountedMetrics) -> Evaluator:
    return Evaluator(compiled(CASES["stack"](80), schema=SCHEMA), metrics=metrics)


@needs_durable_rules
def test_an_engine_fault_is_answered_by_the_reference_and_counted() -> None:
    metrics = CountedMetrics()

    evaluation = overflowing(metrics).evaluate(OVERFLOW)

    assert (evaluation.engine, evaluation.fired) == ("reference", ("test.r0",))
    assert metrics.counted == [("engine_faults", "fault")]


@needs_durable_rules
def test_after_an_engine_fault_durable_rules_answers_again() -> None:
    evaluator = overflowing(CountedMetrics())
    evaluator.evaluate(OVERFLOW)

    evaluation = evaluator.evaluate({"n": 3})

    assert (evaluation.engine, len(evaluation.lost)) == ("durable", 3)


def miscompiled() -> CompiledRules:
    """Give durable_rules other rules than the reference, as a compiler bug would."""
    right = funnel()
    wrong = compiled(a_ruleset(a_rule("classify.greeting", every=[holds("asks_price")])))
    return CompiledRules(
        right.phases,
        {**right.plans, "classify": wrong.plans["classify"]},
        right.schema,
        right.vocabulary,
    )


@needs_durable_rules
def test_a_disagreement_is_counted_and_the_reference_believed() -> None:
    metrics = CountedMetrics()

    evaluation = Evaluator(miscompiled(), metrics=metrics, parity_every=1).evaluate(asking())

    assert (evaluation.engine, evaluation.parity_mismatch) == ("reference", True)
    assert evaluation.outputs["intent"] == "OEM_QUERY"
    assert metrics.counted == [("parity_mismatches", "")]


def in_another_order(metrics: CountedMetrics, strategy: GroupStrategy) -> Evaluator:
    """Give durable_rules the same two rules with their priorities exchanged."""
    both = [
        a_ruleset(
            a_rule("classify.a", priority=first, every=[holds("asks_price")]),
            a_rule("classify.b", priority=20, every=[holds("asks_price")]),
            groups={"main": strategy},
        )
        for first in (10, 30)
    ]
    right, wrong = (compiled(ruleset) for ruleset in both)
    rules = CompiledRules(right.phases, wrong.plans, right.schema, right.vocabulary)
    return Evaluator(rules, metrics=metrics, parity_every=1)


@needs_durable_rules
@pytest.mark.parametrize("strategy", ["all", "first"])
def test_another_order_is_a_disagreement_too(strategy: GroupStrategy) -> None:
    metrics = CountedMetrics()

    evaluation = in_another_order(metrics, strategy).evaluate(asking())

    assert evaluation.fired == (
        ("classify.a", "classify.b") if strategy == "all" else ("classify.a",)
    )
    assert metrics.counted == [("parity_mismatches", "")]


@needs_durable_rules
def test_a_disagreement_about_what_was_outdone_alone_is_one_too() -> None:
    metrics = CountedMetrics()
    right = compiled(
        a_ruleset(
            a_rule("classify.a", priority=10, every=[holds("asks_price")]),
            a_rule("classify.b", priority=20, every=[holds("asks_price")]),
        )
    )
    wrong = compiled(a_ruleset(a_rule("classify.a", priority=10, every=[holds("asks_price")])))
    rules = CompiledRules(right.phases, wrong.plans, right.schema, right.vocabulary)

    evaluation = Evaluator(rules, metrics=metrics, parity_every=1).evaluate(asking())

    assert evaluation.lost == ("classify.b",)
    assert metrics.counted == [("parity_mismatches", "")]


@needs_durable_rules
def test_unless_told_otherwise_one_decision_in_a_hundred_is_checked() -> None:
    metrics = CountedMetrics()
    evaluator = Evaluator(miscompiled(), metrics=metrics)

    for _ in range(250):
        evaluator.evaluate(asking())

    assert metrics.counted == [("parity_mismatches", "")] * 2


@needs_durable_rules
def test_every_decision_without_durable_rules_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "library", None)
    metrics = CountedMetrics()
    evaluator = Evaluator(funnel(), metrics=metrics)

    answers = [evaluator.evaluate(asking()).engine for _ in range(2)]

    assert answers == ["reference"] * 2
    assert metrics.counted == [("engine_faults", "unavailable")] * 2


@needs_durable_rules
def test_parity_is_checked_on_every_nth_decision_only() -> None:
    metrics = CountedMetrics()
    evaluator = Evaluator(miscompiled(), metrics=metrics, parity_every=3)

    mismatches = [evaluator.evaluate(asking()).parity_mismatch for _ in range(7)]

    assert mismatches == [False, False, True, False, False, True, False]


def test_the_reference_can_be_chosen_and_is_then_no_fault() -> None:
    metrics = CountedMetrics()

    evaluation: Evaluation = Evaluator(funnel(), metrics=metrics, engine="reference").evaluate({})

    assert (evaluation.engine, metrics.counted) == ("reference", [])


WITHOUT_EXTENSION = """
import sys
sys.modules["durable_rules_engine"] = None
from engine.decisions import FactValue
from engine.evaluation.evaluator import Evaluator
from tests.unit.engine.rule_builders import a_rule, a_ruleset, compiled, holds

version = compiled(a_ruleset(a_rule("classify.a", every=[holds("greeting")])))
evaluator = Evaluator(version)
answer = evaluator.evaluate({"greeting": True})
print(evaluator.engine, answer.engine, answer.fired)
print(evaluator.engine_reason)
"""


def test_without_the_extension_the_reference_serves() -> None:
    command = [sys.executable, "-c", WITHOUT_EXTENSION]

    trial = subprocess.run(  # noqa: S603 - our own code
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    answer, reason = trial.stdout.splitlines()
    assert answer == "reference reference ('classify.a',)"
    assert reason == "durable_rules is not installed"


LATER_EXTENSION = """
from engine.decisions import FactValue
from engine.evaluation.evaluator import Evaluator
from engine.rulesets import durable
from tests.unit.engine.rule_builders import a_rule, a_ruleset, compiled, holds

library, durable.library = durable.library, None
evaluator = Evaluator(compiled(a_ruleset(a_rule("classify.a", every=[holds("greeting")]))))
evaluator.retry_engine()
print(evaluator.engine)
durable.library = library
evaluator.retry_engine()
print(evaluator.engine, evaluator.engine_reason, evaluator.evaluate({"greeting": True}).engine)
"""


@needs_durable_rules
def test_what_kept_durable_rules_away_may_pass() -> None:
    trial = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", LATER_EXTENSION],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert trial.stdout == "reference\ndurable None durable\n"
