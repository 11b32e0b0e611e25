"""Rulesets of an exact size; run as a module, it tries one in the engine and prints `agrees`."""

import sys
from collections.abc import Callable, Mapping

from engine.rulesets.compiler import plan_handles
from engine.rulesets.durable import DurableMatcher
from engine.rulesets.model import Condition, Ruleset
from engine.rulesets.reference import ReferenceMatcher
from tests.unit.engine.rule_builders import (
    a_condition,
    a_count,
    a_flag,
    a_rule,
    a_ruleset,
    a_schema,
    holds,
    phase_of,
)

_FLAGS = [f"flag_{n}" for n in range(201)]
SCHEMA = a_schema(a_count("n"), a_count("m"), *(a_flag(name) for name in _FLAGS))


def _each(paths: list[list[Condition]]) -> Ruleset:
    return a_ruleset(*(a_rule(f"test.r{n}", priority=n, every=p) for n, p in enumerate(paths)))


def _rules(size: int) -> Ruleset:
    pairs = [(n // 40, n % 40) for n in range(size)]
    return _each([[a_condition("n", "eq", n), a_condition("m", "eq", m)] for n, m in pairs])


def _same_path(size: int) -> Ruleset:
    return _each([[holds("flag_0"), holds("flag_1")]] * size)


def _siblings(size: int) -> Ruleset:
    return _each([[a_condition("n", "eq", n)] for n in range(size)])


def _deep_siblings(size: int) -> Ruleset:
    return _each([[holds("flag_0"), a_condition("n", "eq", n)] for n in range(size)])


def _rules_of_two_stages(size: int) -> Ruleset:
    stages = (a_condition("stage", "eq", stage) for stage in ("NEW", "FINAL"))
    pairs = [rule.all for rule in _rules(size).rules]
    return _each([[stage, *pair] for stage in stages for pair in pairs])


def _stack(size: int) -> Ruleset:
    return _each([[a_condition("n", "gte", n)] for n in range(size)])


def _long_rule(size: int) -> Ruleset:
    return _each([[holds(name) for name in _FLAGS[:size]]])


def _facts(size: int) -> Ruleset:
    chunks = [_FLAGS[start : min(start + 25, size)] for start in range(0, size, 25)]
    return _each([[holds(name) for name in chunk] for chunk in chunks])


CASES: Mapping[str, Callable[[int], Ruleset]] = {
    "rules": _rules,
    "same_path": _same_path,
    "siblings": _siblings,
    "deep_siblings": _deep_siblings,
    "rules_of_two_stages": _rules_of_two_stages,
    "stack": _stack,
    "long_rule": _long_rule,
    "facts": _facts,
}


def _trial(ruleset: Ruleset) -> bool:
    """Decide on nothing, on everything and on a number in between, with both evaluators."""
    rules = phase_of(ruleset)
    durable = DurableMatcher(
        plan_handles(rules, SCHEMA), partition_by=None, warm_up=SCHEMA.defaults
    )
    reference = ReferenceMatcher(rules)
    everything = {spec.name: True for spec in SCHEMA.specs.values() if spec.type == "bool"}
    facts = (
        dict(SCHEMA.defaults),
        {**SCHEMA.defaults, **everything, "n": 10_000, "m": 39},
        {**SCHEMA.defaults, **everything, "n": 24, "m": 39},
    )
    return all(durable.matched(f) == reference.matched(f) for f in (*facts, *facts))


if __name__ == "__main__":
    sys.stdout.write("agrees\n" if _trial(CASES[sys.argv[1]](int(sys.argv[2]))) else "differs\n")
