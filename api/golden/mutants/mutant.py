"""A version with one thing broken, and how to make it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.rulesets.loader import RulesetVersion

Kind = Literal["rule", "veto", "order", "fact", "phrase"]

Break = Callable[[RulesetVersion], RulesetVersion]


@dataclass(frozen=True)
class Mutant:
    """One thing broken; only cases in which `touches` took part can tell the difference."""

    kind: Kind
    name: str
    broken: Break
    touches: str
    """The rule or fact that is changed."""


@dataclass(frozen=True)
class Judgement:
    """What became of a mutant: the case that fails because of it, or None when none does."""

    kind: Kind
    name: str
    killed_by: str | None
    seconds: float = 0.0
