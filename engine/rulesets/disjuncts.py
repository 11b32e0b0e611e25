"""Flatten a rule into alternatives, each a plain conjunction of single comparisons."""

import math
from itertools import product
from typing import Any

from engine.rulesets.model import Condition, Operator, Rule

MAX_ALTERNATIVES = 64
"""More alternatives of one rule are refused: each is a rule of its own to durable_rules."""

Conjunction = tuple[Condition, ...]

_OPPOSITE: dict[Operator, Operator] = {
    "eq": "ne",
    "ne": "eq",
    "lt": "gte",
    "lte": "gt",
    "gt": "lte",
    "gte": "lt",
}


def count_alternatives(rule: Rule) -> int:
    """Return how many alternatives the rule has, without building them."""
    return math.prod(len(choice) for choice in _choices(rule))


def alternatives(rule: Rule) -> tuple[Conjunction, ...]:
    """Return conjunctions of which at least one holds exactly when the rule fires."""
    distinct: dict[frozenset[Any], Conjunction] = {}
    for combination in product(*_choices(rule)):
        conjunction = {condition.key: condition for condition in combination}
        distinct.setdefault(frozenset(conjunction), tuple(conjunction.values()))
    return tuple(distinct.values())


def _choices(rule: Rule) -> list[Conjunction]:
    choices = [_spread(condition) for condition in rule.all]
    if rule.any:
        choices.append(tuple(single for condition in rule.any for single in _spread(condition)))
    denied = (single for condition in rule.unless for single in _spread(condition))
    choices.extend((_negate(single),) for single in denied)
    return choices


def _spread(condition: Condition) -> Conjunction:
    if not isinstance(condition.expected, tuple):
        return (condition,)
    return tuple(
        Condition(condition.fact, "eq", value, condition.place) for value in condition.expected
    )


def _negate(condition: Condition) -> Condition:
    if isinstance(condition.expected, bool):
        wanted = condition.expected is (condition.operator == "ne")
        return Condition(condition.fact, "eq", wanted, condition.place)
    opposite = _OPPOSITE[condition.operator]
    return Condition(condition.fact, opposite, condition.expected, condition.place)
