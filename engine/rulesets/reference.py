"""The meaning of rules as plain Python: the oracle of durable_rules and its stand-in.

Written from the specification of rules, never from what the compiler emits.
"""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from engine.decisions import FactValue
from engine.rulesets.model import Condition, Operator, Rule
from engine.rulesets.phases import PhaseRules

Facts = Mapping[str, FactValue]
Predicate = Callable[[Facts], bool]

_COMPARE: Mapping[Operator, Callable[[Any, Any], bool]] = {
    "eq": eq,
    "ne": ne,
    "lt": lt,
    "lte": le,
    "gt": gt,
    "gte": ge,
    "in": lambda actual, allowed: actual in allowed,
}


class ReferenceMatcher:
    """Matches one phase by asking every rule in turn."""

    def __init__(self, rules: PhaseRules) -> None:
        self._rules = tuple((rule.id, _compile_rule(rule)) for rule in rules.rules)

    def matched(self, facts: Facts) -> tuple[str, ...]:
        """Return the ids of the rules that hold, best first."""
        return tuple(rule_id for rule_id, holds in self._rules if holds(facts))


def condition_holds(condition: Condition, facts: Facts) -> bool:
    """Say whether one comparison is true of the facts."""
    return _COMPARE[condition.operator](facts[condition.fact], condition.expected)


def _compile_rule(rule: Rule) -> Predicate:
    demanded = tuple(_compile(condition) for condition in rule.all)
    alternatives = tuple(_compile(condition) for condition in rule.any)
    forbidden = tuple(_compile(condition) for condition in rule.unless)

    def holds(facts: Facts) -> bool:
        for demand in demanded:
            if not demand(facts):
                return False
        for ban in forbidden:
            if ban(facts):
                return False
        return not alternatives or any(choice(facts) for choice in alternatives)

    return holds


def _compile(condition: Condition) -> Predicate:
    fact, compare, expected = condition.fact, _COMPARE[condition.operator], condition.expected
    return lambda facts: compare(facts[fact], expected)
