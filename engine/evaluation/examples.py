"""Run the examples that stand beside rules: the first test every rule has."""

from collections.abc import Callable, Mapping

from engine.decisions import FactValue
from engine.errors import Fault
from engine.evaluation.evaluator import Evaluator
from engine.facts.schema import PHASES, Phase
from engine.facts.situation import Situation
from engine.rulesets.model import Example, Rule

FactsOf = Callable[[Situation], Mapping[str, FactValue]]
"""Extraction: what the rules may see of a situation."""


def failed_examples(evaluator: Evaluator, facts_of: FactsOf) -> tuple[Fault, ...]:
    """Return a fault, at the example's place, for every example that does not hold."""
    return tuple(
        _fault(rule, example)
        for phase, rules in evaluator.rules.phases.items()
        for rule in rules.rules
        for example in rule.examples
        if _fires(rule, phase, example, evaluator, facts_of) is not example.matches
    )


def _fires(
    rule: Rule, phase: Phase, example: Example, evaluator: Evaluator, facts_of: FactsOf
) -> bool:
    phases = (phase,) if example.facts else PHASES
    facts = {**facts_of(example.situation), **example.facts}
    return rule.id in evaluator.evaluate(facts, phases).fired


def _fault(rule: Rule, example: Example) -> Fault:
    expected = "should fire on" if example.matches else "should not fire on"
    place = example.place
    text = example.situation.message.text
    message = f"`{rule.id}` {expected} `{text}`; try `cortex eval` on it to see why"
    return Fault(place.file, place.line, place.column, "EXAMPLE_FAILED", message)
