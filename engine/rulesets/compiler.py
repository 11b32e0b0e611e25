"""Turn the rules of a phase into what durable_rules runs: flat conjunctions in a fixed order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.facts.schema import FactSchema
from engine.rulesets.disjuncts import Conjunction, alternatives
from engine.rulesets.model import Condition, Rule
from engine.rulesets.phases import PhaseRules

CATCH_ALL = "catch_all"
"""Fires last on every decision, so that a decision in which nothing fires is never seen."""

_ENVELOPE = {"kind": "msg"}
_THRESHOLDS = ("lt", "lte", "gt", "gte")


@dataclass(frozen=True)
class Entry:
    """One conjunction of a rule under the name by which durable_rules reports it."""

    name: str
    rule: Rule
    path: Conjunction


@dataclass(frozen=True)
class HandlePlan:
    """All that one durable_rules handle holds: one phase, or one partition of it."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts these rules read; nothing else is ever shown to the engine."""
        return tuple(sorted({condition.fact for condition in self.conditions}))

    @property
    def conditions(self) -> Iterator[Condition]:
        """Every condition of every rule, as often as it stands there."""
        return (condition for entry in self.entries for condition in entry.path)

    @property
    def definition(self) -> str:
        """The ruleset in the engine's own JSON."""
        rules = {
            entry.name: _emit([_expression(c) for c in entry.path], rank)
            for rank, entry in enumerate(self.entries)
        }
        rules[CATCH_ALL] = _emit([], len(self.entries))
        return orjson.dumps(rules).decode()


def plan_handles(rules: PhaseRules, schema: FactSchema) -> Mapping[str | None, HandlePlan]:
    """Return one plan per value of the partition fact, or a single one under None."""
    whole = [(rule, path) for rule in rules.rules for path in alternatives(rule)]
    if rules.partition_by is None:
        return {None: _plan(rules.phase, whole)}
    return {
        value: _plan(f"{rules.phase}.{value}", _narrow(whole, rules.partition_by, value))
        for value in schema[rules.partition_by].values
    }


def _narrow(
    whole: Iterable[tuple[Rule, Conjunction]], fact: str, value: str
) -> list[tuple[Rule, Conjunction]]:
    narrowed: dict[tuple[str, frozenset[Any]], tuple[Rule, Conjunction]] = {}
    for rule, path in whole:
        known = [c for c in path if c.fact == fact]
        if all((c.expected == value) is (c.operator == "eq") for c in known):
            rest = tuple(c for c in path if c.fact != fact)
            narrowed.setdefault((rule.id, frozenset(c.key for c in rest)), (rule, rest))
    return list(narrowed.values())


def _plan(name: str, paths: list[tuple[Rule, Conjunction]]) -> HandlePlan:
    shared = Counter(condition.key for _, path in paths for condition in path)
    seen: Counter[str] = Counter()
    entries = []
    for rule, path in paths:
        ordered = tuple(sorted(path, key=lambda condition: _rank(condition, shared)))
        entries.append(Entry(f"{rule.id}#{seen[rule.id]}", rule, ordered))
        seen[rule.id] += 1
    return HandlePlan(name, tuple(entries))


def _rank(condition: Condition, shared: Mapping[Any, int]) -> tuple[bool, int, str, str, str]:
    # Shared conditions first halves the engine's work; thresholds last keep its stack shallow.
    threshold = condition.operator in _THRESHOLDS
    usage = -shared[condition.key]
    return (threshold, usage, condition.fact, condition.operator, repr(condition.expected))


def _expression(condition: Condition) -> dict[str, Any]:
    comparison = {condition.fact: condition.expected}
    if condition.operator == "eq":
        return comparison
    return {{"ne": "$neq"}.get(condition.operator, f"${condition.operator}"): comparison}


def _emit(expressions: list[dict[str, Any]], rank: int) -> dict[str, Any]:
    if not expressions:
        expressions = [_ENVELOPE]
    whole = expressions[0] if len(expressions) == 1 else {"$and": expressions}
    return {"all": [{"m": whole}], "pri": rank}
