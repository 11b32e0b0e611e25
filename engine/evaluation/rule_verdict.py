"""Everything that let one rule fire, or kept it from firing."""

from dataclasses import dataclass

from engine.decisions import ConditionTrace
from engine.evaluation.evaluator import Evaluation, Evaluator
from engine.evaluation.trace import trace_conditions
from engine.facts.schema import Phase
from engine.rulesets.model import GroupStrategy, Rule


@dataclass(frozen=True)
class RuleVerdict:
    """One rule with each of its conditions beside the value it met."""

    rule: Rule
    phase: Phase
    strategy: GroupStrategy
    phase_ran: bool
    all: tuple[ConditionTrace, ...]
    any: tuple[ConditionTrace, ...]
    unless: tuple[ConditionTrace, ...]
    """Held here means that the ban does not strike."""
    beaten_by: Rule | None
    """The rule of its group that fired, where the group lets only the best one fire."""

    @property
    def lacking(self) -> tuple[ConditionTrace, ...]:
        """Each condition that would have to come out differently."""
        return tuple(c for c in (*self.all, *self.unless) if not c.held)

    @property
    def lacks_a_choice(self) -> bool:
        """Say whether the rule has alternatives and none of them holds."""
        return bool(self.any) and not any(c.held for c in self.any)

    @property
    def holds(self) -> bool:
        return not self.lacking and not self.lacks_a_choice

    @property
    def fired(self) -> bool:
        return self.phase_ran and self.holds and self.beaten_by is None


def judge_rule(evaluator: Evaluator, evaluation: Evaluation, rule: Rule) -> RuleVerdict:
    """Return what an evaluation made of one of its rules."""
    phase = _phase_of(rule, evaluator)
    strategy = evaluator.rules.phases[phase].strategy(rule)
    facts, schema = evaluation.facts, evaluator.rules.schema
    return RuleVerdict(
        rule=rule,
        phase=phase,
        strategy=strategy,
        phase_ran=phase in evaluation.phases,
        all=trace_conditions(rule.all, facts, schema),
        any=trace_conditions(rule.any, facts, schema),
        unless=trace_conditions(rule.unless, facts, schema, wanted=False),
        beaten_by=_better(rule, phase, evaluator, evaluation) if strategy == "first" else None,
    )


def _phase_of(rule: Rule, evaluator: Evaluator) -> Phase:
    return next(p for p, rules in evaluator.rules.phases.items() if rule in rules.rules)


def _better(rule: Rule, phase: Phase, evaluator: Evaluator, evaluation: Evaluation) -> Rule | None:
    for other in evaluator.rules.phases[phase].rules:
        if other.group == rule.group and other.id in evaluation.fired:
            return other if other.priority < rule.priority else None
    return None
