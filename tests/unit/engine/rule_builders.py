"""Builders of small schemas, rules and rulesets for the tests of rulesets and evaluation."""

from collections.abc import Iterable, Mapping

from engine.decisions import FactValue, Vocabulary
from engine.errors import Fault
from engine.facts.schema import PHASES, FactSchema, FactSpec, Phase
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.compiler import plan_handles
from engine.rulesets.linter import lint
from engine.rulesets.model import (
    Condition,
    Group,
    GroupStrategy,
    Operator,
    Output,
    OutputValue,
    Rule,
    Ruleset,
)
from engine.rulesets.outputs import Language
from engine.rulesets.parser import read_ruleset
from engine.rulesets.phases import PhaseRules, merge_phases
from engine.rulesets.source import Faults, Place, read_yaml

HERE = Place("rules/test.yaml", 1, 1)
STAGES = ("NEW", "PRICING", "FINAL", "LOST")
INTENTS = ("OEM_QUERY", "SMALL_TALK", "LOST")
VOCABULARY = Vocabulary(
    intents=INTENTS,
    stages=STAGES,
    actions=("reply", "abcp_lookup", "none"),
    ambiguity_reasons=("NUMBER_TYPE_AMBIGUOUS",),
    topics=("GREETING",),
    transitions={"NEW": ("PRICING",), "PRICING": ("FINAL", "LOST")},
)


def a_flag(name: str) -> FactSpec:
    return FactSpec(name, "bool", default=False, meaning=name)


def a_count(name: str) -> FactSpec:
    return FactSpec(name, "int", default=0, meaning=name)


def a_word(name: str, values: tuple[str, ...], *, set_by: Phase = "facts") -> FactSpec:
    return FactSpec(name, "enum", values[0], name, values=values, set_by=set_by)


BASE_FACTS = (
    a_word("stage", STAGES),
    a_word("number_kind", ("none", "part", "phone")),
    a_count("part_numbers_count"),
    a_flag("lost_phrase"),
    a_flag("asks_price"),
    a_flag("greeting"),
    a_word("gate", ("open", "silent"), set_by="gate"),
    a_word("wait_reason", ("none", "SYSTEM", "MANUAL"), set_by="gate"),
    a_word("intent", ("none", *INTENTS), set_by="classify"),
    a_word("action", ("none", "reply", "abcp_lookup"), set_by="act"),
    a_word("next_stage", ("none", *STAGES), set_by="act"),
    FactSpec("transition_allowed", "bool", default=True, meaning="", set_by="act"),
)


def a_schema(*extra: FactSpec) -> FactSchema:
    return FactSchema([*BASE_FACTS, *extra])


def a_language(*extra: FactSpec, replies: Iterable[str] = ("hello", "offers")) -> Language:
    return Language(a_schema(*extra), VOCABULARY, frozenset(replies))


def a_condition(
    fact: str, operator: Operator, expected: FactValue | tuple[FactValue, ...]
) -> Condition:
    return Condition(fact, operator, expected, HERE)


def holds(fact: str) -> Condition:
    return a_condition(fact, "eq", expected=True)


def a_rule(
    rule_id: str,
    *,
    priority: int = 100,
    group: str = "main",
    every: Iterable[Condition] = (),
    some: Iterable[Condition] = (),
    unless: Iterable[Condition] = (),
    line: int = 1,
    **then: OutputValue,
) -> Rule:
    return Rule(
        id=rule_id,
        priority=priority,
        group=group,
        why=f"Because of {rule_id}.",
        place=Place(HERE.file, line, 1),
        all=tuple(every),
        any=tuple(some),
        unless=tuple(unless),
        outputs=tuple(Output(name, value, HERE) for name, value in then.items()),
    )


def a_ruleset(
    *rules: Rule,
    name: str = "test",
    phase: Phase = "classify",
    groups: Mapping[str, GroupStrategy] | None = None,
    partition_by: str | None = None,
) -> Ruleset:
    declared = {key: Group(how, HERE) for key, how in (groups or {"main": "first"}).items()}
    return Ruleset(name, phase, declared, rules, HERE, partition_by)


def phase_of(ruleset: Ruleset) -> PhaseRules:
    return merge_phases([ruleset], Faults())[ruleset.phase]


def compiled(*rulesets: Ruleset, schema: FactSchema | None = None) -> CompiledRules:
    """Compile without the linter, so that tests can go where it would not let them."""
    schema = schema or a_schema()
    phases = merge_phases(rulesets, Faults())
    plans = {phase: plan_handles(phases[phase], schema) for phase in PHASES}
    return CompiledRules(phases, plans, schema, VOCABULARY)


def lint_codes(*rulesets: Ruleset, schema: FactSchema | None = None) -> list[str]:
    return [fault.code for fault in lint_faults(*rulesets, schema=schema)]


def lint_faults(*rulesets: Ruleset, schema: FactSchema | None = None) -> list[Fault]:
    faults = Faults()
    lint(rulesets, merge_phases(rulesets, faults), schema or a_schema(), faults)
    return faults.found


def parsed(text: str, language: Language | None = None) -> tuple[Ruleset | None, list[Fault]]:
    faults = Faults()
    node = read_yaml(text, file="rules/test.yaml", faults=faults)
    ruleset = None if node is None else read_ruleset(node, language or a_language(), faults)
    return ruleset, faults.found
