"""What each phase made of a message, or what one rule did, as a person reads it."""

from collections.abc import Iterator, Mapping, Sequence

from api.cli.readable_trace import met_something, rule_lines, wanted, word
from engine.decisions import ConditionTrace, RuleTrace, Trace
from engine.evaluation.evaluator import Evaluation
from engine.evaluation.rule_verdict import RuleVerdict
from engine.facts.schema import PHASES, Phase
from engine.rulesets.model import Rule


def readable_phases(
    evaluation: Evaluation, trace: Trace, rules: Mapping[str, Rule], winners: Mapping[str, str]
) -> str:
    """Return phase by phase what fired, what lost to whom and what nearly fired."""
    return "\n".join(
        line for phase in PHASES for line in _phase(phase, evaluation, trace, rules, winners)
    )


def readable_verdict(verdict: RuleVerdict) -> str:
    """Return one rule with all its conditions, and what would let it fire."""
    return "\n".join([*_rule(verdict), *_conditions(verdict), "", *_outcome(verdict)])


def _phase(
    phase: Phase,
    evaluation: Evaluation,
    trace: Trace,
    rules: Mapping[str, Rule],
    winners: Mapping[str, str],
) -> Iterator[str]:
    if phase not in evaluation.phases:
        yield f"{phase}: did not run, for the gate is silent"
        return
    fired = _of(trace.fired, phase)
    yield f"{phase}: {len(fired)} fired"
    for rule in fired:
        yield from rule_lines(rule)
        yield f"      says {_said(rules[rule.rule_id])}"
    for rule in _of(trace.lost_by_group, phase):
        yield f"  lost to {winners[rule.rule_id]}"
        yield from (f"  {line}" for line in rule_lines(rule))
    near = [rule for rule in _of(trace.near_misses, phase) if met_something(rule)]
    if near:
        yield "  near misses"
    for rule in near:
        yield from (f"  {line}" for line in rule_lines(rule))


def _of(rules: Sequence[RuleTrace], phase: Phase) -> Sequence[RuleTrace]:
    return [rule for rule in rules if rule.phase == phase]


def _said(rule: Rule) -> str:
    return ", ".join(f"{output.name}: {word(output.value)}" for output in rule.outputs) or "nothing"


def _rule(verdict: RuleVerdict) -> Iterator[str]:
    rule = verdict.rule
    yield f"{rule.id}: {'fired' if verdict.fired else 'did not fire'}"
    yield f"  {rule.why}"
    group = f"group {rule.group} ({verdict.strategy})"
    yield f"  phase {verdict.phase}, {group}, priority {rule.priority}"
    yield f"  says {_said(rule)}"
    yield f"  {rule.place.file}:{rule.place.line}"


def _conditions(verdict: RuleVerdict) -> Iterator[str]:
    for title, conditions in (
        ("all of", verdict.all),
        ("any of", verdict.any),
        ("unless", verdict.unless),
    ):
        if conditions:
            yield title
        yield from map(_condition, conditions)


def _condition(condition: ConditionTrace) -> str:
    mark = "ok" if condition.held else "NO"
    by = "" if condition.set_by == "facts" else f", set by {condition.set_by}"
    return f"  {mark}  {wanted(condition)}  (is {word(condition.actual)}{by})"


def _outcome(verdict: RuleVerdict) -> Iterator[str]:
    if verdict.fired:
        yield "nothing kept it from firing"
        return
    yield "to fire it lacks"
    if not verdict.phase_ran:
        yield f"  phase {verdict.phase}: the gate is silent"
    yield from (f"  {wanted(condition)}" for condition in verdict.lacking)
    if verdict.lacks_a_choice:
        yield f"  {' or '.join(map(wanted, verdict.any))}"
    if verdict.beaten_by is not None:
        better = verdict.beaten_by
        yield f"  a priority under {better.priority}: {better.id} fired and wins the group"
