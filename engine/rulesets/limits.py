"""What durable_rules survives: plans beyond these bounds crash, hang or forget, so none is built.

Measured on 2.0.28: 256 rules on one path and 513 conditions under one node end the process, 65
conditions true at once fail the decision, and attribute names are told apart by a 32-bit hash.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from engine.decisions import FactValue
from engine.rulesets.compiler import HandlePlan
from engine.rulesets.model import Condition
from engine.rulesets.reference import condition_holds
from engine.rulesets.source import Faults

MAX_RULES = 1000
MAX_SAME_PATH = 200
MAX_SIBLINGS = 400
MAX_STACK = 60
MAX_CONDITIONS_PER_RULE = 30
MAX_FACTS = 200

_NAME = re.compile(r"[a-z0-9_]+")
_RESERVED = ("sid", "id", "$s", "$time", "kind")


@dataclass
class _Node:
    """One node of the engine's alpha tree: conditions checked after those on the way to it."""

    condition: Condition | None = None
    children: dict[Any, "_Node"] = field(default_factory=dict)


def check_limits(plan: HandlePlan, faults: Faults) -> None:
    """Record where the plan leaves the bounds; it may be built only when nothing is recorded."""
    before = len(faults.found)
    _check_rules(plan, faults)
    _check_names(plan, faults)
    tree = _alpha_tree(plan)
    _check_siblings(tree, faults)
    if len(faults.found) == before:
        _check_stack(tree, faults, above=0)


def name_hash(name: str) -> int:
    """Return FNV-1a of the UTF-8 name in 32 bits, the engine's only notion of an attribute."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def _check_rules(plan: HandlePlan, faults: Faults) -> None:
    if len(plan.entries) > MAX_RULES:
        place = plan.entries[MAX_RULES].rule.place
        faults.add(place, "TOO_MANY_RULES", f"{plan.name} has over {MAX_RULES} rules; split it")
    same: Counter[frozenset[Any]] = Counter()
    for entry in plan.entries:
        path = frozenset(condition.key for condition in entry.path)
        same[path] += 1
        if same[path] == MAX_SAME_PATH + 1:
            message = f"over {MAX_SAME_PATH} rules of {plan.name} have these very conditions"
            faults.add(entry.rule.place, "SAME_PATH", message)
        if len(entry.path) > MAX_CONDITIONS_PER_RULE:
            message = f"a rule holds at most {MAX_CONDITIONS_PER_RULE} conditions"
            faults.add(entry.rule.place, "RULE_TOO_LONG", message)


def _check_names(plan: HandlePlan, faults: Faults) -> None:
    readers: dict[str, Condition] = {}
    for entry in plan.entries:
        for condition in entry.path:
            readers.setdefault(condition.fact, condition)
    if len(readers) > MAX_FACTS:
        place = list(readers.values())[MAX_FACTS].place
        faults.add(place, "TOO_MANY_FACTS", f"{plan.name} reads over {MAX_FACTS} facts")
    owners = {name_hash(name): name for name in _RESERVED}
    for name, reader in readers.items():
        if not _NAME.fullmatch(name):
            faults.add(reader.place, "BAD_FACT_NAME", f"`{name}`: use a-z, 0-9 and _ only")
        owner = owners.setdefault(name_hash(name), name)
        if owner != name or name in _RESERVED:
            message = f"the engine cannot tell `{name}` from `{owner}`; rename the fact"
            faults.add(reader.place, "FACT_NAME_COLLISION", message)


def _alpha_tree(plan: HandlePlan) -> _Node:
    root = _Node()
    for entry in plan.entries:
        node = root
        for condition in entry.path:
            node = node.children.setdefault(condition.key, _Node(condition))
    return root


def _check_siblings(node: _Node, faults: Faults) -> None:
    children = list(node.children.values())
    if len(children) > MAX_SIBLINGS:
        over = children[MAX_SIBLINGS].condition
        message = f"over {MAX_SIBLINGS} different conditions are checked here; partition the rules"
        if over is not None:
            faults.add(over.place, "TOO_MANY_CONDITIONS", message)
        return
    for child in children:
        _check_siblings(child, faults)


def _check_stack(node: _Node, faults: Faults, *, above: int) -> None:
    conditions = [child.condition for child in node.children.values() if child.condition]
    about = _by_fact(conditions)
    at_once = {fact: _true_for_one_value(fact, found) for fact, found in about.items()}
    depth = above + sum(at_once.values())
    if depth > MAX_STACK:
        fact, count = max(at_once.items(), key=itemgetter(1))
        message = (
            f"up to {depth} conditions can hold at once on this path, over {MAX_STACK}; "
            f"{count} of them are about `{fact}`"
        )
        faults.add(about[fact][-1].place, "STACK_DEPTH", message)
        return
    for child in node.children.values():
        _check_stack(child, faults, above=depth)


def _by_fact(conditions: Iterable[Condition]) -> Mapping[str, list[Condition]]:
    found: dict[str, list[Condition]] = {}
    for condition in conditions:
        found.setdefault(condition.fact, []).append(condition)
    return found


def _true_for_one_value(fact: str, conditions: list[Condition]) -> int:
    return max(
        sum(condition_holds(condition, facts) for condition in conditions)
        for facts in _probes(fact, conditions)
    )


def _probes(fact: str, conditions: Iterable[Condition]) -> list[Mapping[str, FactValue]]:
    values: set[FactValue] = set()
    for condition in conditions:
        expected = condition.expected
        if isinstance(expected, bool):
            values |= {True, False}
        elif isinstance(expected, int):
            values |= {expected - 1, expected, expected + 1}
        elif isinstance(expected, str):
            values |= {expected, ""}
    return [{fact: value} for value in values]
