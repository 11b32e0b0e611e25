"""The form of facts: every attribute a rule may read, declared with type, default and meaning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.decisions import FactValue

FactType = Literal["bool", "int", "enum"]
Phase = Literal["facts", "gate", "classify", "act", "harden"]
PHASES: tuple[Phase, ...] = ("gate", "classify", "act", "harden")


@dataclass(frozen=True)
class FactSpec:
    """One declared fact; `set_by` is the phase whose rules produce it, `facts` for extraction."""

    name: str
    type: FactType
    default: FactValue
    meaning: str
    values: tuple[str, ...] = ()
    set_by: Phase = "facts"


class FactSchema:
    """All facts of one ruleset version; facts are total: each always has a value."""

    def __init__(self, specs: Iterable[FactSpec]) -> None:
        self.specs: Mapping[str, FactSpec] = {spec.name: spec for spec in specs}
        self.defaults: Mapping[str, FactValue] = {
            spec.name: spec.default for spec in self.specs.values()
        }

    def __contains__(self, name: str) -> bool:
        return name in self.specs

    def __getitem__(self, name: str) -> FactSpec:
        return self.specs[name]

    def visible_to(self, phase: Phase) -> tuple[FactSpec, ...]:
        """Return the facts a rule of `phase` may read: extracted ones and earlier phases'."""
        earlier: tuple[str, ...] = ("facts", *PHASES[: PHASES.index(phase)])
        return tuple(spec for spec in self.specs.values() if spec.set_by in earlier)
