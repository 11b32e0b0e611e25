"""Mistakes that single rules do not show: ties, rules that contradict or hide each other."""

from collections.abc import Mapping, Sequence

from engine.facts.schema import FactSchema, Phase
from engine.rulesets.compiler import plan_handles
from engine.rulesets.disjuncts import MAX_ALTERNATIVES, count_alternatives
from engine.rulesets.limits import check_limits
from engine.rulesets.model import Output, Rule, Ruleset
from engine.rulesets.phases import PhaseRules
from engine.rulesets.reach import Reach
from engine.rulesets.source import Faults, Place


def lint(
    rulesets: Sequence[Ruleset],
    phases: Mapping[Phase, PhaseRules],
    schema: FactSchema,
    faults: Faults,
) -> None:
    """Record every mistake that shows only when all rules of a version are seen together."""
    _check_ids(rulesets, faults)
    for phase in phases.values():
        _check_vetoes(phase, faults)
        _check_groups(phase, faults)
        _check_outputs(phase, faults)
        # A rule that lost a condition to a typo would be blamed for what the typo did.
        if _alternatives_are_few(phase, faults) and not faults.found:
            _check_reach(phase, schema, faults)
            for plan in plan_handles(phase, schema).values():
                check_limits(plan, faults)


def _check_ids(rulesets: Sequence[Ruleset], faults: Faults) -> None:
    seen: dict[str, Place] = {}
    for ruleset in rulesets:
        for rule in ruleset.rules:
            first = seen.setdefault(rule.id, rule.place)
            if first is not rule.place:
                where = f"{first.file}:{first.line}"
                faults.add(rule.place, "DUPLICATE_RULE_ID", f"`{rule.id}` is taken at {where}")


def _check_vetoes(phase: PhaseRules, faults: Faults) -> None:
    for rule in phase.rules:
        if phase.phase == "harden" and phase.strategy(rule) != "all":
            faults.add(rule.place, "VETO_GROUP", "vetoes add up: put them in an `all` group")


def _check_groups(phase: PhaseRules, faults: Faults) -> None:
    taken: dict[tuple[str, int], Rule] = {}
    for rule in phase.rules:
        if phase.strategy(rule) == "all":
            continue
        rival = taken.setdefault((rule.group, rule.priority), rule)
        if rival is not rule:
            message = f"`{rival.id}` has priority {rule.priority} in `{rule.group}` too"
            faults.add(rule.place, "TIE_IN_GROUP", message)


def _check_outputs(phase: PhaseRules, faults: Faults) -> None:
    first_say: dict[str, tuple[Rule, Output]] = {}
    for rule in phase.rules:
        for output in rule.outputs:
            other, said = first_say.setdefault(output.name, (rule, output))
            both_fire = rule.group != other.group or phase.strategy(rule) == "all"
            same_say = rule.group == other.group and output.value == said.value
            adds_up = isinstance(output.value, tuple)
            if both_fire and not same_say and not adds_up:
                message = f"`{output.name}` is also set by `{other.id}`, which can fire as well"
                faults.add(output.place, "OUTPUT_CONFLICT", message)


def _alternatives_are_few(phase: PhaseRules, faults: Faults) -> bool:
    many = [rule for rule in phase.rules if count_alternatives(rule) > MAX_ALTERNATIVES]
    for rule in many:
        message = f"`any` and `in` make over {MAX_ALTERNATIVES} combinations; split the rule"
        faults.add(rule.place, "TOO_MANY_ALTERNATIVES", message)
    return not many


def _check_reach(phase: PhaseRules, schema: FactSchema, faults: Faults) -> None:
    reach = Reach(phase, schema)
    better: dict[str, list[Rule]] = {}
    for rule in phase.rules:
        if not reach.boxes[rule.id]:
            faults.add(rule.place, "NEVER_FIRES", "its conditions contradict each other")
        elif phase.strategy(rule) == "first":
            rivals = better.setdefault(rule.group, [])
            _check_rivals(rule, reach.hidden_by(rule, rivals), reach, faults)
            rivals.append(rule)


def _check_rivals(rule: Rule, hiding: Sequence[Rule], reach: Reach, faults: Faults) -> None:
    alone = [other for other in hiding if reach.hidden_by(rule, [other])]
    twins = [other for other in alone if reach.hidden_by(other, [rule])]
    if twins:
        message = f"`{twins[0].id}` wins whenever `{rule.id}` holds, and holds no more often"
        faults.add(rule.place, "DUPLICATE_RULE", message)
    elif hiding:
        winners = " or ".join(f"`{other.id}`" for other in alone[:1] or hiding)
        faults.add(rule.place, "UNREACHABLE_RULE", f"{winners} wins whenever `{rule.id}` holds")
