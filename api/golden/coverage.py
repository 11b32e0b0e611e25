"""Which rules fired and which of their conditions were seen true and false in golden cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.golden.subject import Pass
from engine.decisions import FactValue
from engine.facts.schema import Phase
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.model import Condition, Rule
from engine.rulesets.phases import SKIPPED_WHEN_SILENT
from engine.rulesets.reference import condition_holds

ConditionKey = tuple[str, str, FactValue | tuple[FactValue, ...]]

_BOTH = frozenset({True, False})


@dataclass(frozen=True)
class UnseenCondition:
    """A condition that was only ever true, only ever false, or never looked at."""

    rule_id: str
    condition: Condition
    seen: frozenset[bool]

    def __str__(self) -> str:
        wanted = " and ".join(str(way).lower() for way in sorted(_BOTH - self.seen))
        compared = f"{self.condition.fact} {self.condition.operator} {self.condition.expected}"
        return f"{self.rule_id}: `{compared}` was never {wanted}"


@dataclass(frozen=True)
class Coverage:
    """How much of a version its cases exercise."""

    rules: int
    conditions: int
    unfired: tuple[str, ...]
    unseen: tuple[UnseenCondition, ...]

    @property
    def rule_share(self) -> float:
        """Share of rules that fired at least once."""
        return 1 - len(self.unfired) / self.rules if self.rules else 0.0

    @property
    def condition_share(self) -> float:
        """Share of conditions seen both true and false."""
        return 1 - len(self.unseen) / self.conditions if self.conditions else 1.0


def coverage_of(rules: CompiledRules, passes: Iterable[Pass]) -> Coverage:
    """Measure what the passes exercise; a phase that did not run saw nothing."""
    fired: set[str] = set()
    seen = {phase: _Seen(found.rules) for phase, found in rules.phases.items()}
    for taken in passes:
        fired.update(taken.record.fired)
        for phase in phases_run(taken):
            seen[phase].look(taken)
    named = [(rule, phase) for phase, found in rules.phases.items() for rule in found.rules]
    conditions = [(rule, phase, c) for rule, phase in named for c in rule.conditions]
    unseen = (
        UnseenCondition(rule.id, condition, seen[phase].ways(condition))
        for rule, phase, condition in conditions
    )
    return Coverage(
        rules=len(named),
        conditions=len(conditions),
        unfired=tuple(rule.id for rule, _ in named if rule.id not in fired),
        unseen=tuple(found for found in unseen if found.seen != _BOTH),
    )


def phases_run(taken: Pass) -> tuple[Phase, ...]:
    """Return the phases of a pass that ran."""
    if taken.record.facts.get("gate") != "silent":
        return taken.phases
    return tuple(phase for phase in taken.phases if phase not in SKIPPED_WHEN_SILENT)


class _Seen:
    """The ways in which the conditions of one phase came out."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        conditions = {c.key: c for rule in rules for c in rule.conditions}
        self._open: Mapping[ConditionKey, Condition] = conditions
        self._ways: dict[ConditionKey, set[bool]] = {key: set() for key in conditions}

    def look(self, taken: Pass) -> None:
        """Note how every condition that is not settled yet comes out."""
        facts = taken.record.facts
        for key, condition in self._open.items():
            self._ways[key].add(condition_holds(condition, facts))
        self._open = {k: c for k, c in self._open.items() if len(self._ways[k]) < len(_BOTH)}

    def ways(self, condition: Condition) -> frozenset[bool]:
        return frozenset(self._ways[condition.key])
