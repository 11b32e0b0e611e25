"""Read one ruleset file into its typed form, noting every mistake with its place."""

import re
from collections.abc import Mapping
from typing import cast

from engine.facts.schema import PHASES, Phase
from engine.rulesets.conditions import read_conditions
from engine.rulesets.example_file import read_examples
from engine.rulesets.model import Condition, Group, GroupStrategy, Rule, Ruleset
from engine.rulesets.outputs import Language
from engine.rulesets.source import Faults, YamlNode, suggestion
from engine.rulesets.then import read_outputs

PRIORITY_LIMIT = 60000

_RULE_ID = re.compile(r"[a-z0-9._-]+")
STRATEGIES = ("first", "all")


def read_ruleset(node: YamlNode, language: Language, faults: Faults) -> Ruleset | None:
    """Return the ruleset, without the rules that cannot be understood."""
    fields = node.fields(
        faults, required=("ruleset", "phase", "groups", "rules"), optional=("partition_by",)
    )
    if not {"ruleset", "phase", "groups", "rules"} <= fields.keys():
        return None
    name, phase = fields["ruleset"].text(faults), _read_phase(fields["phase"], faults)
    groups = _read_groups(fields["groups"], faults)
    partition_by = _read_partition(fields.get("partition_by"), language, faults)
    if name is None or phase is None:
        return None
    reader = _RuleReader(name, phase, groups, language, faults)
    rules = tuple(rule for item in fields["rules"].items(faults) if (rule := reader.read(item)))
    return Ruleset(name, phase, groups, rules, node.place, partition_by)


class _RuleReader:
    def __init__(
        self,
        ruleset: str,
        phase: Phase,
        groups: Mapping[str, Group],
        language: Language,
        faults: Faults,
    ) -> None:
        self._ruleset = ruleset
        self._phase = phase
        self._groups = groups
        self._language = language
        self._faults = faults

    def read(self, node: YamlNode) -> Rule | None:
        required = ("id", "priority", "group", "why", "when", "then")
        fields = node.fields(self._faults, required=required, optional=("unless", "examples"))
        if not set(required) <= fields.keys():
            return None
        rule_id, priority = self._read_id(fields["id"]), self._read_priority(fields["priority"])
        group, why = self._read_group(fields["group"]), fields["why"].text(self._faults)
        demanded, alternatives = self._read_when(fields["when"])
        unless = self._read_conditions(fields.get("unless"))
        outputs = read_outputs(fields["then"], self._phase, self._language, self._faults)
        examples = read_examples(fields.get("examples"), self._language, self._faults)
        if rule_id is None or priority is None or group is None or why is None:
            return None
        return Rule(
            id=rule_id,
            priority=priority,
            group=group,
            why=why,
            place=node.place,
            all=demanded,
            any=alternatives,
            unless=unless,
            outputs=outputs,
            examples=examples,
        )

    def _read_when(self, node: YamlNode) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
        if node.scalar == "always":
            return (), ()
        if not node.is_mapping:
            self._faults.add(
                node.place, "TYPE_MISMATCH", "expected `always` or `all:` and `any:` lists"
            )
            return (), ()
        fields = node.fields(self._faults, optional=("all", "any"))
        if node.is_mapping and not node.entries(self._faults):
            self._faults.add(node.place, "EMPTY_LIST", "no condition: write `when: always`")
        return self._read_conditions(fields.get("all")), self._read_conditions(fields.get("any"))

    def _read_conditions(self, node: YamlNode | None) -> tuple[Condition, ...]:
        if node is None:
            return ()
        return read_conditions(node, self._phase, self._language, self._faults)

    def _read_id(self, node: YamlNode) -> str | None:
        rule_id = node.text(self._faults)
        if rule_id is None:
            return None
        prefix = f"{self._ruleset}."
        if _RULE_ID.fullmatch(rule_id) and rule_id.startswith(prefix) and rule_id != prefix:
            return rule_id
        self._faults.add(
            node.place, "BAD_ID", f"rule ids look like `{prefix}some_name`: a-z 0-9 . _ - only"
        )
        return None

    def _read_priority(self, node: YamlNode) -> int | None:
        priority = node.integer(self._faults)
        if priority is None or 0 <= priority <= PRIORITY_LIMIT:
            return priority
        self._faults.add(node.place, "BAD_PRIORITY", f"priority is 0 to {PRIORITY_LIMIT}")
        return None

    def _read_group(self, node: YamlNode) -> str | None:
        group = node.text(self._faults)
        if group is None or group in self._groups:
            return group
        hint = suggestion(group, self._groups)
        self._faults.add(
            node.place, "UNKNOWN_GROUP", f"group `{group}` is not declared in `groups:`{hint}"
        )
        return None


def _read_phase(node: YamlNode, faults: Faults) -> Phase | None:
    word = node.text(faults)
    if word is None:
        return None
    for phase in PHASES:
        if phase == word:
            return phase
    hint = suggestion(word, PHASES)
    faults.add(node.place, "UNKNOWN_PHASE", f"phases are {', '.join(PHASES)}{hint}")
    return None


def _read_groups(node: YamlNode, faults: Faults) -> Mapping[str, Group]:
    groups = {}
    for name, value in node.entries(faults).items():
        strategy = value.text(faults)
        if strategy in STRATEGIES:
            groups[name] = Group(cast("GroupStrategy", strategy), node.key_places[name])
        elif strategy is not None:
            faults.add(value.place, "UNKNOWN_STRATEGY", "a group takes `first` or `all`")
    return groups


def _read_partition(node: YamlNode | None, language: Language, faults: Faults) -> str | None:
    name = None if node is None else node.text(faults)
    if node is None or name is None:
        return None
    if name not in language.schema:
        hint = suggestion(name, language.schema.specs)
        faults.add(node.place, "UNKNOWN_FACT", f"unknown fact `{name}`{hint}")
        return None
    spec = language.schema[name]
    if spec.type == "enum" and spec.set_by == "facts":
        return name
    faults.add(node.place, "BAD_PARTITION", "partition by an extracted fact with a list of values")
    return None
