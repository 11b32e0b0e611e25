"""What follows when rules of a phase hold: conflicts resolved, outputs said, facts set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.decisions import FactValue
from engine.facts.schema import FactSchema
from engine.rulesets.model import OutputValue, Rule
from engine.rulesets.outputs import Language, outputs_of
from engine.rulesets.phases import PhaseRules


@dataclass
class Tally:
    """A decision in the making: the facts so far and what rules have said."""

    facts: dict[str, FactValue]
    outputs: dict[str, OutputValue] = field(default_factory=dict)
    vetoes: set[str] = field(default_factory=set)
    fired: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def say(self, outputs: Mapping[str, OutputValue]) -> None:
        """Add what a rule says; lists of several rules add up."""
        for name, value in outputs.items():
            said = self.outputs.get(name)
            if isinstance(said, tuple) and isinstance(value, tuple):
                self.outputs[name] = tuple(dict.fromkeys((*said, *value)))
            else:
                self.outputs[name] = value


@dataclass(frozen=True)
class _Consequence:
    rule_id: str
    exclusive_group: str | None
    outputs: Mapping[str, OutputValue]
    vetoes: tuple[str, ...]
    facts: Mapping[str, FactValue]


class Consequences:
    """The consequences of one phase's rules, worked out when the rules are loaded."""

    def __init__(self, rules: PhaseRules, language: Language) -> None:
        says = outputs_of(rules.phase, language)
        fact_of = {name: spec.fact for name, spec in says.items() if spec.fact}
        self._by_id = {
            rule.id: _Consequence(
                rule_id=rule.id,
                exclusive_group=rule.group if rules.strategy(rule) == "first" else None,
                outputs={o.name: o.value for o in rule.outputs if o.name != "veto"},
                vetoes=_vetoes(rule),
                facts=_facts(rule, fact_of, language.schema),
            )
            for rule in rules.rules
        }

    def apply(self, matched: Iterable[str], tally: Tally) -> None:
        """Let the matched rules, best first, take effect."""
        decided = set()
        for rule_id in matched:
            consequence = self._by_id[rule_id]
            group = consequence.exclusive_group
            if group in decided:
                tally.lost.append(rule_id)
                continue
            if group is not None:
                decided.add(group)
            tally.fired.append(rule_id)
            tally.say(consequence.outputs)
            tally.vetoes.update(consequence.vetoes)
            tally.facts.update(consequence.facts)


def _vetoes(rule: Rule) -> tuple[str, ...]:
    said = (output.value for output in rule.outputs if output.name == "veto")
    return tuple(word for value in said if isinstance(value, tuple) for word in value)


def _facts(rule: Rule, fact_of: Mapping[str, str], schema: FactSchema) -> Mapping[str, FactValue]:
    facts: dict[str, FactValue] = {}
    for output in rule.outputs:
        name = fact_of.get(output.name)
        if name is not None and name in schema and isinstance(output.value, bool | str):
            facts[name] = output.value
    return facts
