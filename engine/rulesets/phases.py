"""All rules of one phase in the order they decide, whichever file they stand in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.facts.schema import PHASES, Phase
from engine.rulesets.model import Group, GroupStrategy, Rule, Ruleset
from engine.rulesets.source import Faults

SKIPPED_WHEN_SILENT: tuple[Phase, ...] = ("classify", "act")
"""Phases that do not run when the gate is silent."""


@dataclass(frozen=True)
class PhaseRules:
    """The rules of a phase, best first, and how its groups resolve conflicts."""

    phase: Phase
    rules: tuple[Rule, ...] = ()
    groups: Mapping[str, GroupStrategy] = field(default_factory=dict)
    partition_by: str | None = None

    def strategy(self, rule: Rule) -> GroupStrategy:
        """Return how the rule's group resolves conflicts."""
        return self.groups[rule.group]


def merge_phases(rulesets: Sequence[Ruleset], faults: Faults) -> Mapping[Phase, PhaseRules]:
    """Put rulesets together by phase; every phase is there, if only empty."""
    return {
        phase: _merge([ruleset for ruleset in rulesets if ruleset.phase == phase], phase, faults)
        for phase in PHASES
    }


def _merge(rulesets: Sequence[Ruleset], phase: Phase, faults: Faults) -> PhaseRules:
    rules = (rule for ruleset in rulesets for rule in ruleset.rules)
    return PhaseRules(
        phase=phase,
        rules=tuple(sorted(rules, key=lambda rule: rule.priority)),
        groups=_merge_groups(rulesets, faults),
        partition_by=_one_partition(rulesets, faults),
    )


def _merge_groups(rulesets: Iterable[Ruleset], faults: Faults) -> Mapping[str, GroupStrategy]:
    merged: dict[str, Group] = {}
    for ruleset in rulesets:
        for name, group in ruleset.groups.items():
            earlier = merged.setdefault(name, group)
            if earlier.strategy != group.strategy:
                faults.add(
                    group.place,
                    "GROUP_CONFLICT",
                    f"group `{name}` is `{earlier.strategy}` in {earlier.place.file}",
                )
    return {name: group.strategy for name, group in merged.items()}


def _one_partition(rulesets: Iterable[Ruleset], faults: Faults) -> str | None:
    chosen: str | None = None
    for ruleset in rulesets:
        chosen = chosen or ruleset.partition_by
        if ruleset.partition_by not in {None, chosen}:
            faults.add(
                ruleset.place,
                "PARTITION_CONFLICT",
                f"phase {ruleset.phase} is already partitioned by `{chosen}`",
            )
    return chosen
