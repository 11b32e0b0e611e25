"""A durable_rules handle decides on one set of facts at a time and survives nothing half-done."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from engine.decisions import FactValue
from engine.errors import EngineFault
from engine.rulesets import durable
from engine.rulesets.compiler import CATCH_ALL, HandlePlan, plan_handles
from engine.rulesets.durable import DurableHandle, DurableMatcher
from engine.rulesets.model import Ruleset
from tests.unit.engine.limit_cases import CASES, SCHEMA
from tests.unit.engine.real_engine import library, needs_durable_rules
from tests.unit.engine.rule_builders import a_condition, a_rule, a_ruleset, holds, phase_of

pytestmark = needs_durable_rules

ROOT = Path(__file__).parents[4]
DEFAULTS = SCHEMA.defaults
GREETING = {**DEFAULTS, "greeting": True}
SURROGATE = {**DEFAULTS, "number_kind": "\ud800"}
"""No JSON can hold this text, so the engine is never even asked."""


def a_plan(ruleset: Ruleset) -> HandlePlan:
    return plan_handles(phase_of(ruleset), SCHEMA)[None]


def a_handle(ruleset: Ruleset) -> DurableHandle:
    return DurableHandle(a_plan(ruleset), warm_up=DEFAULTS)


def a_matcher(ruleset: Ruleset) -> DurableMatcher:
    rules = phase_of(ruleset)
    plans = plan_handles(rules, SCHEMA)
    return DurableMatcher(plans, partition_by=rules.partition_by, warm_up=DEFAULTS)


def greeting_rules(**settings: Any) -> Ruleset:
    return a_ruleset(
        a_rule("test.late", priority=20, every=[holds("greeting")]),
        a_rule("test.early", priority=10, every=[holds("greeting")]),
        a_rule("test.kind", priority=30, every=[a_condition("number_kind", "ne", "none")]),
        **settings,
    )


def test_rules_fire_by_priority_and_not_by_their_place_in_the_file() -> None:
    assert a_handle(greeting_rules()).matched(GREETING) == ("test.early", "test.late")


def test_a_rule_with_two_true_alternatives_fires_once() -> None:
    rule = a_rule("test.a", some=[holds("greeting"), a_condition("stage", "in", ("NEW", "LOST"))])

    assert a_handle(a_ruleset(rule)).matched(GREETING) == ("test.a",)


def test_when_nothing_fires_the_decision_is_empty() -> None:
    assert a_handle(greeting_rules()).matched(DEFAULTS) == ()


def test_only_the_facts_that_rules_read_reach_the_engine() -> None:
    assert a_plan(greeting_rules()).facts == ("greeting", "number_kind")


def test_a_failed_decision_closes_its_handle() -> None:
    handle = a_handle(greeting_rules())

    with pytest.raises(EngineFault):
        handle.matched(SURROGATE)

    assert handle.closed


def test_a_closed_handle_refuses_to_decide() -> None:
    handle = a_handle(greeting_rules())
    handle.close()

    with pytest.raises(EngineFault):
        handle.matched(GREETING)


def test_closing_twice_frees_once() -> None:
    handle = a_handle(greeting_rules())

    handle.close()
    handle.close()

    assert handle.closed


def test_a_failure_inside_the_engine_is_an_engine_fault() -> None:
    # Sixty-five conditions true at once overflow the engine's stack: only the linter prevents it.
    matcher = a_matcher(CASES["stack"](80))

    with pytest.raises(EngineFault) as caught:
        matcher.matched({**DEFAULTS, "n": 1000})

    assert caught.value.code == "ENGINE_FAULT"


def test_after_a_fault_the_next_decision_is_made_by_a_new_handle() -> None:
    matcher = a_matcher(greeting_rules())
    with pytest.raises(EngineFault):
        matcher.matched({**SURROGATE, "greeting": True})

    assert matcher.matched(GREETING) == ("test.early", "test.late")


class Tampered:
    """The real library with some of its functions exchanged; it remembers what is called."""

    def __init__(self, **exchanged: Any) -> None:
        self._exchanged = exchanged
        self.called: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.called.append(name)
        return self._exchanged.get(name, getattr(library, name))


@pytest.mark.parametrize(
    "exchanged",
    [
        {"assert_fact": lambda *given: (1, library.assert_fact(*given)[1])},
        {"complete_and_start_action": lambda *_given: None},
        {"start_action_for_state": lambda *_given: None},
        {"complete_and_start_action": lambda *_given: '{"test.r0":{}}'},
    ],
    ids=["says it failed", "stops before the end", "starts nothing", "never ends"],
)
def test_an_engine_that_does_not_finish_its_decision_is_never_believed(
    monkeypatch: pytest.MonkeyPatch, exchanged: Mapping[str, Any]
) -> None:
    handle = a_handle(greeting_rules())
    monkeypatch.setattr(durable, "library", Tampered(**exchanged))

    with pytest.raises(EngineFault):
        handle.matched(GREETING)

    assert handle.closed


def test_a_handle_built_anew_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = a_matcher(greeting_rules())
    with pytest.raises(EngineFault):
        matcher.matched({**SURROGATE, "greeting": True})
    watched = Tampered()
    monkeypatch.setattr(durable, "library", watched)

    for _ in range(3):
        matcher.matched(GREETING)

    assert watched.called.count("create_ruleset") == 1


def test_the_state_of_a_handle_in_which_nothing_fired_is_never_freed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It would crash the process, and so it would this one."""

    def refuse(*_given: object) -> None:
        raise library.error

    watched = Tampered(assert_fact=refuse)
    monkeypatch.setattr(durable, "library", watched)

    with pytest.raises(EngineFault):
        a_handle(greeting_rules())

    assert "delete_ruleset" in watched.called
    assert "delete_state" not in watched.called


class Interrupting(dict[str, FactValue]):
    """Facts whose reading is interrupted, as a greenlet's death or Ctrl-C would."""

    def __getitem__(self, name: str) -> FactValue:
        raise KeyboardInterrupt


def test_an_interruption_passes_through_and_closes_the_handle() -> None:
    handle = a_handle(greeting_rules())

    with pytest.raises(KeyboardInterrupt):
        handle.matched(Interrupting(GREETING))

    assert handle.closed


def leave_a_fact(handle: DurableHandle, *, drained: bool) -> None:
    fact = '{"id":"left","kind":"msg","greeting":false,"number_kind":"none"}'
    _, offset = library.assert_fact(handle._handle, fact)
    if drained:
        library.start_action_for_state(handle._handle, offset)
        library.complete_and_start_action(handle._handle, offset)


def test_a_fact_that_still_fires_into_the_next_decision_is_noticed_at_once() -> None:
    handle = a_handle(greeting_rules())
    leave_a_fact(handle, drained=False)

    with pytest.raises(EngineFault):
        handle.matched(GREETING)

    assert handle.closed


def test_a_fact_left_quietly_behind_is_noticed_within_a_hundred_decisions() -> None:
    handle = a_handle(greeting_rules())
    leave_a_fact(handle, drained=True)

    with pytest.raises(EngineFault):
        tuple(handle.matched(facts) for facts in repeat(GREETING, 100))

    assert handle.closed


def test_a_decision_retracts_its_fact() -> None:
    handle = a_handle(greeting_rules())

    handle.matched(GREETING)

    assert library.get_facts(handle._handle, "0") == "[]"


def test_a_value_outside_the_partition_is_an_engine_fault() -> None:
    matcher = a_matcher(greeting_rules(partition_by="stage"))

    with pytest.raises(EngineFault):
        matcher.matched({**GREETING, "stage": "NOWHERE"})


def test_a_partition_decides_as_the_whole_does() -> None:
    rules = [
        a_rule("test.new", priority=1, every=[a_condition("stage", "eq", "NEW")]),
        a_rule("test.not_new", priority=2, every=[a_condition("stage", "ne", "NEW")]),
        a_rule("test.few", priority=3, every=[a_condition("stage", "in", ("NEW", "LOST"))]),
    ]

    whole, parts = a_matcher(a_ruleset(*rules)), a_matcher(a_ruleset(*rules, partition_by="stage"))

    for facts in _every_stage():
        assert whole.matched(facts) == parts.matched(facts)


def _every_stage() -> Iterator[Mapping[str, FactValue]]:
    for stage in SCHEMA["stage"].values:
        yield {**DEFAULTS, "stage": stage}


def test_the_catch_all_comes_last_in_what_is_emitted() -> None:
    definition = a_plan(greeting_rules()).definition

    assert definition.index(f'"{CATCH_ALL}"') > definition.index('"test.kind#0"')
    assert definition.endswith('{"all":[{"m":{"kind":"msg"}}],"pri":3}}')


@pytest.mark.parametrize("forbidden", ["$or", "$not", "$any", "$nex", "$ex", "$mt", "null"])
def test_what_the_engine_gets_wrong_is_never_emitted(forbidden: str) -> None:
    rule = a_rule(
        "test.a",
        every=[a_condition("stage", "in", ("NEW", "LOST"))],
        some=[holds("greeting"), holds("asks_price")],
        unless=[holds("lost_phrase"), a_condition("stage", "in", ("FINAL", "PRICING"))],
    )

    assert forbidden not in a_plan(a_ruleset(rule)).definition


RELOADS = """
import resource
from tests.unit.engine.limit_cases import CASES, SCHEMA
from tests.unit.engine.rule_builders import phase_of
from engine.rulesets.compiler import plan_handles
from engine.rulesets.durable import DurableMatcher

def resident_kb():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() // 1024

plans = plan_handles(phase_of(CASES["rules"](100)), SCHEMA)
def reload():
    matcher = DurableMatcher(plans, partition_by=None, warm_up=SCHEMA.defaults)
    matcher.matched({**SCHEMA.defaults, "n": 1, "m": 2})

for _ in range(20):
    reload()
before = resident_kb()
for _ in range(200):
    reload()
print(resident_kb() - before)
"""
LEAK_PER_200_RELOADS_KB = 20_000
"""Forgetting the state costs over a megabyte per reload at this size; a tenth of that is noise."""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads Linux memory counters")
def test_two_hundred_reloads_keep_memory_flat() -> None:
    command = [sys.executable, "-c", RELOADS]

    trial = subprocess.run(  # noqa: S603 - our own code
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )

    assert int(trial.stdout) < LEAK_PER_200_RELOADS_KB
