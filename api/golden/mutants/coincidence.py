"""Whether two rules can hold at the same time, as far as their conditions show."""

from collections.abc import Iterable
from itertools import product

from engine.decisions import FactValue
from engine.facts.schema import FactSchema
from engine.rulesets.disjuncts import Conjunction, alternatives
from engine.rulesets.model import Condition, Rule
from engine.rulesets.reference import condition_holds


def can_both_hold(one: Rule, other: Rule, schema: FactSchema) -> bool:
    """Say whether some values of the facts satisfy both rules."""
    return any(
        _is_possible((*first, *second), schema)
        for first, second in product(alternatives(one), alternatives(other))
    )


def _is_possible(conjunction: Conjunction, schema: FactSchema) -> bool:
    by_fact: dict[str, list[Condition]] = {}
    for condition in conjunction:
        by_fact.setdefault(condition.fact, []).append(condition)
    return all(
        any(
            all(condition_holds(c, {fact: value}) for c in conditions)
            for value in _values(fact, conditions, schema)
        )
        for fact, conditions in by_fact.items()
    )


def _values(fact: str, conditions: Iterable[Condition], schema: FactSchema) -> Iterable[FactValue]:
    """Return values among which is one that satisfies all conditions, if any does."""
    spec = schema[fact]
    if spec.type == "bool":
        return (True, False)
    if spec.type == "enum":
        return spec.values
    named = [c.expected for c in conditions if isinstance(c.expected, int)]
    return [near for number in named for near in (number - 1, number, number + 1)]
