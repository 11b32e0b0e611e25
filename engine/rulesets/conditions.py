"""Read the conditions of a rule: each names one fact and one comparison the fact allows."""

from collections.abc import Callable, Mapping
from typing import cast

from engine.decisions import FactValue
from engine.facts.schema import PHASES, FactSpec, FactType, Phase
from engine.rulesets.model import Condition, Operator
from engine.rulesets.outputs import Language
from engine.rulesets.source import Faults, YamlNode, suggestion

INTEGER_LIMIT = 2**53
TEXT_LIMIT_BYTES = 256

OPERATORS: Mapping[FactType, tuple[str, ...]] = {
    "bool": ("eq", "ne"),
    "int": ("eq", "ne", "lt", "lte", "gt", "gte", "in"),
    "enum": ("eq", "ne", "in"),
}


def read_conditions(
    node: YamlNode, phase: Phase, language: Language, faults: Faults
) -> tuple[Condition, ...]:
    """Return the conditions of one list; an empty list is a mistake."""
    items = node.items(faults)
    if node.is_list and not items:
        faults.add(node.place, "EMPTY_LIST", "no condition here: write one or drop the key")
    found = (_read_condition(item, phase, language, faults) for item in items)
    return tuple(condition for condition in found if condition is not None)


def read_value(node: YamlNode, spec: FactSpec, faults: Faults) -> FactValue | None:
    """Return a value the fact may have."""
    readers: Mapping[FactType, Callable[[], FactValue | None]] = {
        "bool": lambda: node.boolean(faults),
        "int": lambda: _read_integer(node, faults),
        "enum": lambda: _read_word(node, spec, faults),
    }
    return readers[spec.type]()


def fact_spec(name: str, node: YamlNode, language: Language, faults: Faults) -> FactSpec | None:
    """Return the declaration of a fact that a mapping names."""
    if name in language.schema:
        return language.schema[name]
    hint = suggestion(name, language.schema.specs)
    faults.add(node.key_places[name], "UNKNOWN_FACT", f"unknown fact `{name}`{hint}")
    return None


def _read_condition(
    node: YamlNode, phase: Phase, language: Language, faults: Faults
) -> Condition | None:
    single = _single_entry(node, faults, "a condition is one `fact: value`")
    if single is None:
        return None
    name, wanted = single
    spec = fact_spec(name, node, language, faults)
    if spec is None or not _already_set(spec, phase, node, faults):
        return None
    operator, literal = _comparison(wanted, spec, faults)
    if operator is None:
        return None
    expected = _read_expected(literal, operator, spec, faults)
    return None if expected is None else Condition(name, operator, expected, node.key_places[name])


def _already_set(spec: FactSpec, phase: Phase, node: YamlNode, faults: Faults) -> bool:
    if spec.set_by == "facts" or PHASES.index(spec.set_by) < PHASES.index(phase):
        return True
    faults.add(
        node.key_places[spec.name],
        "FACT_NOT_YET_SET",
        f"`{spec.name}` is set by phase {spec.set_by}, so rules of phase {phase} cannot read it",
    )
    return False


def _comparison(node: YamlNode, spec: FactSpec, faults: Faults) -> tuple[Operator | None, YamlNode]:
    if not node.is_mapping:
        return "eq", node
    single = _single_entry(node, faults, "write one operator per condition")
    if single is None:
        return None, node
    operator, literal = single
    allowed = OPERATORS[spec.type]
    if operator in allowed:
        return cast("Operator", operator), literal
    faults.add(
        node.key_places[operator],
        "UNKNOWN_OPERATOR",
        f"`{operator}` does not compare `{spec.name}`; possible: {', '.join(allowed)}",
    )
    return None, node


def _read_expected(
    node: YamlNode, operator: Operator, spec: FactSpec, faults: Faults
) -> FactValue | tuple[FactValue, ...] | None:
    if operator != "in":
        return read_value(node, spec, faults)
    items = node.items(faults)
    if node.is_list and not items:
        faults.add(node.place, "EMPTY_LIST", "`in` needs at least one value")
    values = (read_value(item, spec, faults) for item in items)
    return tuple(dict.fromkeys(value for value in values if value is not None)) or None


def _read_integer(node: YamlNode, faults: Faults) -> int | None:
    value = node.integer(faults)
    if value is None or abs(value) < INTEGER_LIMIT:
        return value
    faults.add(node.place, "VALUE_OUT_OF_RANGE", "whole numbers must be below 2^53")
    return None


def _read_word(node: YamlNode, spec: FactSpec, faults: Faults) -> str | None:
    word = node.text(faults)
    if word is None:
        return None
    if word not in spec.values:
        code = "UNKNOWN_INTENT" if spec.name == "intent" else "UNKNOWN_VALUE"
        hint = suggestion(word, spec.values)
        faults.add(node.place, code, f"`{spec.name}` is never `{word}`{hint}")
        return None
    if len(word.encode()) > TEXT_LIMIT_BYTES:
        faults.add(node.place, "VALUE_TOO_LONG", f"values end at {TEXT_LIMIT_BYTES} bytes")
        return None
    return word


def _single_entry(node: YamlNode, faults: Faults, rule: str) -> tuple[str, YamlNode] | None:
    entries = node.entries(faults)
    if len(entries) == 1:
        return next(iter(entries.items()))
    if node.is_mapping:
        faults.add(node.place, "BAD_CONDITION", rule)
    return None
