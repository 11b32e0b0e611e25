"""Which situations a rule can fire in, as boxes: for each fact the values that it allows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.decisions import FactValue
from engine.facts.schema import FactSchema, FactSpec
from engine.rulesets.disjuncts import Conjunction, alternatives
from engine.rulesets.model import Condition, Rule
from engine.rulesets.phases import SKIPPED_WHEN_SILENT, PhaseRules
from engine.rulesets.reference import condition_holds

MAX_PIECES = 500
"""A rule that better ones do not cover in so many pieces is taken for reachable."""

Box = Mapping[str, int]
"""A bit per value of each fact that matters; a fact left out may have any value."""


class Reach:
    """Compares where the rules of one phase can fire."""

    def __init__(self, phase: PhaseRules, schema: FactSchema) -> None:
        self._values = _values(phase, schema)
        self._masks: dict[Any, int] = {}
        self.boxes: Mapping[str, Sequence[Box]] = {
            rule.id: [box for path in alternatives(rule) if (box := self._box(path)) is not None]
            for rule in phase.rules
        }

    def hidden_by(self, rule: Rule, better: Iterable[Rule]) -> Sequence[Rule]:
        """Return better rules of which one holds whenever the rule does; none if it can win."""
        hiding: dict[str, Rule] = {}
        for whole in self.boxes[rule.id]:
            rivals = [
                (other, box)
                for other in better
                for box in self.boxes[other.id]
                if self._meet(whole, box)
            ]
            if not self._is_covered(whole, rivals, hiding):
                return ()
        return tuple(hiding.values())

    def _is_covered(
        self, whole: Box, rivals: Sequence[tuple[Rule, Box]], hiding: dict[str, Rule]
    ) -> bool:
        """Say whether no piece of a box is left by rivals, noting in `hiding` who took some."""
        # The piece cut last comes first: one that is left over is found long before all are cut.
        left, looked_at = [(whole, 0)], 0
        while left:
            piece, first = left.pop()
            meeting = next(
                (n for n in range(first, len(rivals)) if self._meet(piece, rivals[n][1])), None
            )
            looked_at += 1
            if meeting is None or looked_at > MAX_PIECES:
                return False
            other, box = rivals[meeting]
            hiding[other.id] = other
            left += [(part, meeting + 1) for part in self._without(piece, box)]
        return True

    def _box(self, path: Conjunction) -> Box | None:
        """Return where a conjunction holds; None when that is nowhere."""
        box: dict[str, int] = {}
        for condition in path:
            box[condition.fact] = box.get(condition.fact, self._all(condition.fact)) & self._mask(
                condition
            )
        return box if all(box.values()) else None

    def _mask(self, condition: Condition) -> int:
        key = condition.key
        if key not in self._masks:
            values = enumerate(self._values[condition.fact])
            held = (n for n, value in values if condition_holds(condition, {condition.fact: value}))
            self._masks[key] = sum(1 << n for n in held)
        return self._masks[key]

    def _all(self, fact: str) -> int:
        return (1 << len(self._values[fact])) - 1

    def _meet(self, one: Box, other: Box) -> bool:
        return all(one.get(fact, mask) & mask for fact, mask in other.items())

    def _without(self, piece: Box, cut: Box) -> Iterator[Box]:
        """Yield what of a box another that meets it does not cover, in pieces apart."""
        rest = dict(piece)
        for fact, mask in cut.items():
            held = rest.get(fact, self._all(fact))
            if held & ~mask:
                yield {**rest, fact: held & ~mask}
            rest[fact] = held & mask


def _values(phase: PhaseRules, schema: FactSchema) -> Mapping[str, Sequence[FactValue]]:
    read: dict[str, list[Condition]] = {}
    for rule in phase.rules:
        for condition in rule.conditions:
            read.setdefault(condition.fact, []).append(condition)
    found = {fact: _values_of(schema[fact], conditions) for fact, conditions in read.items()}
    if "gate" in found and phase.phase in SKIPPED_WHEN_SILENT:
        found["gate"] = [value for value in found["gate"] if value != "silent"]
    return found


def _values_of(spec: FactSpec, conditions: Iterable[Condition]) -> Sequence[FactValue]:
    """Return values that stand for all: between two neighbours no comparison changes."""
    if spec.type == "bool":
        return (False, True)
    if spec.type == "enum":
        return spec.values
    compared = {0}
    for condition in conditions:
        expected = condition.expected
        for number in expected if isinstance(expected, tuple) else (expected,):
            compared |= {int(number) - 1, int(number), int(number) + 1}
    # Every number among the facts counts something, so it is never below zero.
    return sorted(number for number in compared if number >= 0)
