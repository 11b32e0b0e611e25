"""Random valid rulesets over random schemas, with facts to decide on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st

from engine.decisions import FactValue
from engine.facts.schema import PHASES, FactSchema, FactSpec, Phase
from engine.rulesets.model import (
    Condition,
    GroupStrategy,
    Operator,
    OutputValue,
    Rule,
    Ruleset,
)
from tests.unit.engine.rule_builders import (
    BASE_FACTS,
    INTENTS,
    STAGES,
    a_condition,
    a_count,
    a_flag,
    a_rule,
    a_ruleset,
    a_word,
)

_WORDS = ("none", "one", "два", "three-3", "FOUR", "5")
_NUMBERS = (-(2**53) + 1, -7, -1, 0, 1, 2, 3, 10, 2**53 - 1)
_NEAR = tuple(sorted({n + d for n in _NUMBERS for d in (-1, 0, 1)}))
_SAID: Mapping[Phase, tuple[str, tuple[OutputValue, ...]]] = {
    "gate": ("gate", ("open", "silent")),
    "classify": ("intent", INTENTS),
    "act": ("stage", STAGES),
    "harden": ("veto", (("stage",), ("reply", "lost"))),
}
_MOST_RULES: Mapping[Phase, int] = {"gate": 3, "classify": 7, "act": 7, "harden": 4}
_GROUPS: Mapping[str, GroupStrategy] = {"intent": "first", "other": "first", "flags": "all"}


@dataclass(frozen=True)
class RandomRules:
    """One random version: every phase reads what those before it say."""

    schema: FactSchema
    rulesets: tuple[Ruleset, ...]
    facts: tuple[dict[str, FactValue], ...]


@dataclass(frozen=True)
class _World:
    """One random schema with strategies over it, built once because building is what costs."""

    schema: FactSchema
    partitions: st.SearchStrategy[str | None]
    rules: Mapping[str, st.SearchStrategy[list[tuple[Any, ...]]]]
    facts: st.SearchStrategy[dict[str, FactValue]]


@st.composite
def random_rules(
    draw: st.DrawFn, *, facts_each: int = 3, unique_priorities: bool = False
) -> RandomRules:
    world = _world(*draw(_SIZES))
    rulesets = tuple(
        a_ruleset(
            *_rules(phase, draw(world.rules[phase]), unique=unique_priorities),
            name=phase,
            phase=phase,
            groups=_GROUPS,
            partition_by=draw(world.partitions),
        )
        for phase in PHASES
    )
    facts = tuple(draw(world.facts) for _ in range(facts_each))
    return RandomRules(world.schema, rulesets, facts)


_SIZES = st.tuples(
    st.integers(1, 4), st.integers(0, 2), st.integers(0, 2), st.integers(2, len(_WORDS))
)


@cache
def _world(flags: int, counts: int, words: int, values: int) -> _World:
    schema = FactSchema(
        [
            *BASE_FACTS,
            *(a_flag(f"flag_{n}") for n in range(flags)),
            *(a_count(f"count_{n}") for n in range(counts)),
            *(a_word(f"word_{n}", _WORDS[: values - n]) for n in range(words)),
        ]
    )
    partitions = [spec.name for spec in schema.visible_to("gate") if spec.type == "enum"]
    return _World(
        schema=schema,
        partitions=st.sampled_from([None, *partitions]),
        rules={phase: _shapes(phase, schema) for phase in PHASES},
        facts=_facts(schema),
    )


def _facts(schema: FactSchema) -> st.SearchStrategy[dict[str, FactValue]]:
    specs = schema.visible_to("gate")
    values = st.tuples(*(st.sampled_from(_values_near(spec)) for spec in specs))
    names = [spec.name for spec in specs]
    return values.map(lambda drawn: dict(zip(names, drawn, strict=True)))


def _shapes(phase: Phase, schema: FactSchema) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    conditions = [c for spec in schema.visible_to(phase) for c in _conditions(spec)]
    several = st.lists(st.sampled_from(conditions), max_size=2)
    shape = st.tuples(
        st.integers(0, 9),
        st.sampled_from(tuple(_GROUPS)),
        several,
        several,
        several,
        st.sampled_from(_SAID[phase][1]),
    )
    return st.lists(shape, max_size=_MOST_RULES[phase])


def _rules(phase: Phase, shapes: list[tuple[Any, ...]], *, unique: bool) -> list[Rule]:
    said, _ = _SAID[phase]
    return [
        a_rule(
            f"{phase}.rule_{n}",
            priority=n if unique else priority,
            group=group,
            every=every,
            some=some,
            unless=unless,
            **{said: word},
        )
        for n, (priority, group, every, some, unless, word) in enumerate(shapes)
    ]


def _values_near(spec: FactSpec) -> tuple[FactValue, ...]:
    if spec.type == "enum":
        return spec.values
    return _NEAR if spec.type == "int" else (True, False)


def _conditions(spec: FactSpec) -> list[Condition]:
    equal: tuple[Operator, ...] = ("eq", "ne")
    if spec.type == "bool":
        return [a_condition(spec.name, op, said) for op in equal for said in (True, False)]
    literals: tuple[FactValue, ...] = spec.values if spec.type == "enum" else _NUMBERS
    operators: tuple[Operator, ...] = (
        equal if spec.type == "enum" else (*equal, "lt", "lte", "gt", "gte")
    )
    single = [a_condition(spec.name, op, literal) for op in operators for literal in literals]
    return [
        *single,
        a_condition(spec.name, "in", literals[:2]),
        a_condition(spec.name, "in", literals[1:]),
    ]
