"""Run the examples that stand beside rules: the first test every rule has."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.decisions import FactValue
from engine.errors import Fault
from engine.evaluation.evaluator import Evaluator
from engine.facts.schema import PHASES, Phase
from engine.facts.situation import Situation
from engine.rulesets.model import Example, Rule

FactsOf = Callable[[Situation], Mapping[str, FactValue]]
"""Extraction: what the rules may see of a situation."""


@dataclass(frozen=True)
class TriedRule:
    """A rule after its examples were run."""

    rule: Rule
    failed: tuple[Fault, ...]

    def count(self, *, matches: bool) -> int:
        """Return how many examples say that the rule fires, or that it does not."""
        return sum(example.matches is matches for example in self.rule.examples)


def try_examples(evaluator: Evaluator, facts_of: FactsOf) -> Iterator[TriedRule]:
    """Run the examples of every rule, phase by phase."""
    for phase, rules in evaluator.rules.phases.items():
        for rule in rules.rules:
            yield TriedRule(rule, tuple(_failed(rule, phase, evaluator, facts_of)))


def failed_examples(evaluator: Evaluator, facts_of: FactsOf) -> tuple[Fault, ...]:
    """Return a fault, at the example's place, for every example that does not hold."""
    return tuple(fault for tried in try_examples(evaluator, facts_of) for fault in tried.failed)


def _failed(rule: Rule, phase: Phase, evaluator: Evaluator, facts_of: FactsOf) -> Iterator[Fault]:
    for example in rule.examples:
        if _fires(rule, phase, example, evaluator, facts_of) is not example.matches:
            yield _fault(rule, example)


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
    message = f"`{rule.id}` {expected} `{text}`; try `cortex explain` on it to see why"
    return Fault(place.file, place.line, place.column, "EXAMPLE_FAILED", message)
