"""The rules of one version, checked against each other and compiled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.decisions import Vocabulary
from engine.facts.schema import FactSchema, Phase
from engine.rulesets.compiler import HandlePlan, plan_handles
from engine.rulesets.linter import lint
from engine.rulesets.model import Ruleset
from engine.rulesets.outputs import Language
from engine.rulesets.phases import PhaseRules, merge_phases
from engine.rulesets.source import Faults


@dataclass(frozen=True)
class CompiledRules:
    """The rules of a version in both forms: for durable_rules and for the reference."""

    phases: Mapping[Phase, PhaseRules]
    plans: Mapping[Phase, Mapping[str | None, HandlePlan]]
    schema: FactSchema
    vocabulary: Vocabulary


def compile_rules(
    rulesets: Sequence[Ruleset], language: Language, faults: Faults
) -> CompiledRules | None:
    """Check rules against each other and compile them; None when a mistake was found."""
    phases = merge_phases(rulesets, faults)
    lint(rulesets, phases, language.schema, faults)
    if faults.found:
        return None
    plans = {phase: plan_handles(rules, language.schema) for phase, rules in phases.items()}
    return CompiledRules(phases, plans, language.schema, language.vocabulary)
