"""Which situations a rule can fire in, as boxes: for each fact the values that it allows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.decisions import FactValue
from engine.facts.schema import FactSchema, FactSpec
from engine.rulesets.disjuncts import Conjunction, alternatives
from engine.rulesets.model import Condition, Rule
from engine.rulesets.phases import SKIPPED_WHEN_SILENT, PhaseRules
from engine.rulesets.reference import condition_holds

MAX_PIECES = 64
"""What is left of a rule in more pieces than this is taken for reachable."""

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
        rivals = [(other, box) for other in better for box in self.boxes[other.id]]
        hiding: dict[str, Rule] = {}
        for whole in self.boxes[rule.id]:
            left: list[Box] = [whole]
            for other, box in rivals:
                if any(self._meet(piece, box) for piece in left):
                    hiding[other.id] = other
                    left = [part for piece in left for part in self._without(piece, box)]
                if not left or len(left) > MAX_PIECES:
                    break
            if left:
                return ()
        return tuple(hiding.values())

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
        """Yield what of a box another does not cover, in pieces that do not overlap."""
        if not self._meet(piece, cut):
            yield piece
            return
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
