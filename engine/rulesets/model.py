"""The typed form of rules: what ruleset files say, freed of YAML, with the place of everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.decisions import FactValue
from engine.facts.schema import Phase
from engine.facts.situation import Situation
from engine.rulesets.source import Place

Operator = Literal["eq", "ne", "lt", "lte", "gt", "gte", "in"]
GroupStrategy = Literal["first", "all"]
OutputValue = bool | float | str | tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """One comparison of a fact; a tuple is expected by `in` only."""

    fact: str
    operator: Operator
    expected: FactValue | tuple[FactValue, ...]
    place: Place

    @property
    def key(self) -> tuple[str, str, FactValue | tuple[FactValue, ...]]:
        """What is compared, wherever it stands: equal keys are the same condition."""
        return (self.fact, self.operator, self.expected)


@dataclass(frozen=True)
class Output:
    """One thing a rule says when it fires."""

    name: str
    value: OutputValue
    place: Place


@dataclass(frozen=True)
class Example:
    """A situation that must, or must not, make its rule fire.

    With `facts` the rule's own phase alone is tried, on these facts over the extracted ones.
    """

    situation: Situation
    facts: Mapping[str, FactValue]
    matches: bool
    place: Place


@dataclass(frozen=True)
class Rule:
    """Fires when every `all`, at least one `any` (if there are any) and no `unless` holds."""

    id: str
    priority: int
    group: str
    why: str
    place: Place
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    outputs: tuple[Output, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (*self.all, *self.any, *self.unless)


@dataclass(frozen=True)
class Group:
    """Rules that compete (`first`) or add up (`all`)."""

    strategy: GroupStrategy
    place: Place


@dataclass(frozen=True)
class Ruleset:
    """One file of rules for one phase."""

    name: str
    phase: Phase
    groups: Mapping[str, Group]
    rules: tuple[Rule, ...]
    place: Place
    partition_by: str | None = None
