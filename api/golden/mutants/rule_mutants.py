"""Mutants of rules: each removed, each put behind the next rule it competes with."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from api.golden.mutants.coincidence import can_both_hold
from api.golden.mutants.mutant import Break, Kind, Mutant
from engine.facts.schema import PHASES, Phase
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.loader import RulesetVersion
from engine.rulesets.model import Rule

_COMPETING: Phase = "classify"


def rule_mutants(rules: CompiledRules) -> Iterator[Mutant]:
    """Yield a mutant without each rule; removed vetoes are a kind of their own."""
    for phase in PHASES:
        for rule in rules.phases[phase].rules:
            kept = tuple(other for other in rules.phases[phase].rules if other is not rule)
            kind: Kind = "veto" if phase == "harden" else "rule"
            yield Mutant(kind, f"remove {rule.id}", _with(phase, kept), rule.id)


def order_mutants(rules: CompiledRules) -> Iterator[Mutant]:
    """Yield a mutant for each rule that can win over another: there the other one wins."""
    phase = rules.phases[_COMPETING]
    for position, rule in enumerate(phase.rules):
        rival = _next_rival(rule, phase.rules[position + 1 :], rules)
        if rival is not None and phase.strategy(rule) == "first":
            others = [other for other in phase.rules if other is not rule]
            place = others.index(rival) + 1
            order = (*others[:place], rule, *others[place:])
            name = f"prefer {rival.id} to {rule.id}"
            yield Mutant("order", name, _with(_COMPETING, order), rule.id)


def _next_rival(rule: Rule, worse: Sequence[Rule], rules: CompiledRules) -> Rule | None:
    """Return the best rule that a rule can win over: those between can never hold with it."""
    rivals = (other for other in worse if other.group == rule.group)
    return next((other for other in rivals if can_both_hold(rule, other, rules.schema)), None)


def _with(phase: Phase, kept: tuple[Rule, ...]) -> Break:
    def broken(release: RulesetVersion) -> RulesetVersion:
        phases = {**release.rules.phases, phase: replace(release.rules.phases[phase], rules=kept)}
        # The plans of durable_rules stay as they are: mutants are judged by the reference.
        return replace(release, rules=replace(release.rules, phases=phases))

    return broken
