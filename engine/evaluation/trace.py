"""Say why: which rules fired, which lost to better ones, which missed by one condition."""

from collections.abc import Iterable, Mapping

from engine.decisions import ConditionTrace, FactValue, RuleTrace, Trace
from engine.evaluation.evaluator import Evaluation, Evaluator
from engine.facts.schema import FactSchema, Phase
from engine.rulesets.model import Condition, Rule
from engine.rulesets.phases import PhaseRules
from engine.rulesets.reference import condition_holds

Facts = Mapping[str, FactValue]


def explain_evaluation(evaluator: Evaluator, evaluation: Evaluation) -> Trace:
    """Return the trace of an evaluation; worked out from the rules, at no cost to deciding."""
    explainer = _Explainer(evaluator.rules.schema, evaluation.facts)
    phases = evaluator.rules.phases
    rules = {rule.id: (rule, phase) for phase in phases for rule in phases[phase].rules}
    return Trace(
        fired=tuple(explainer.explain(*rules[rule_id]) for rule_id in evaluation.fired),
        lost_by_group=tuple(explainer.explain(*rules[rule_id]) for rule_id in evaluation.lost),
        near_misses=tuple(
            explainer.explain(rule, phase)
            for phase in evaluation.phases
            for rule in phases[phase].rules
            if _missed_by_one(rule, phases[phase], evaluation.facts)
        ),
    )


def trace_conditions(
    conditions: Iterable[Condition], facts: Facts, schema: FactSchema, *, wanted: bool = True
) -> tuple[ConditionTrace, ...]:
    """Return each condition beside the value it met; `wanted` is what each should come to."""
    return tuple(
        ConditionTrace(
            fact=condition.fact,
            operator=condition.operator if wanted else f"not {condition.operator}",
            expected=condition.expected,
            actual=facts[condition.fact],
            held=condition_holds(condition, facts) is wanted,
            set_by=schema[condition.fact].set_by,
        )
        for condition in conditions
    )


class _Explainer:
    def __init__(self, schema: FactSchema, facts: Facts) -> None:
        self._schema = schema
        self._facts = facts

    def explain(self, rule: Rule, phase: Phase) -> RuleTrace:
        chosen = [c for c in rule.any if condition_holds(c, self._facts)] or rule.any
        conditions = (
            *trace_conditions(rule.all, self._facts, self._schema),
            *trace_conditions(chosen, self._facts, self._schema),
            *trace_conditions(rule.unless, self._facts, self._schema, wanted=False),
        )
        return RuleTrace(rule_id=rule.id, phase=phase, why=rule.why, conditions=conditions)


def _missed_by_one(rule: Rule, rules: PhaseRules, facts: Facts) -> bool:
    failed = [condition for condition in rule.all if not condition_holds(condition, facts)]
    if any(condition.fact == rules.partition_by for condition in failed):
        return False
    banned = sum(condition_holds(condition, facts) for condition in rule.unless)
    unchosen = bool(rule.any) and not any(condition_holds(c, facts) for c in rule.any)
    return len(failed) + banned + unchosen == 1
