"""What an author should look at although the version may serve: warnings, never refusals."""

from collections.abc import Iterator

from engine.errors import Fault
from engine.facts.lexicon import HEARD_BY_EXTRACTION
from engine.facts.schema import FactSchema, Phase
from engine.rulesets.compiled import CompiledRules
from engine.rulesets.model import Condition, Rule
from engine.rulesets.outputs import Language, outputs_of
from engine.rulesets.phases import PhaseRules
from engine.rulesets.source import Faults, YamlNode

_SHOWN_BY_EXAMPLE: tuple[Phase, ...] = ("classify", "act")
_NEVER_UNSAID = frozenset({"transition_allowed"})
"""Set between phases by the program, not by a rule."""


def advise(lexicon: YamlNode, rules: CompiledRules) -> tuple[Fault, ...]:
    """Return what looks like an oversight: untried rules, words that nothing ever says or hears."""
    warnings = Faults()
    for phase in _SHOWN_BY_EXAMPLE:
        _check_examples(rules.phases[phase], warnings)
    _check_lexicon(lexicon, rules, warnings)
    _check_said(rules, warnings)
    return tuple(sorted(warnings.found))


def _check_examples(phase: PhaseRules, warnings: Faults) -> None:
    for rule in phase.rules:
        if not any(example.matches for example in rule.examples):
            message = f"`{rule.id}` has no `match` example: nothing shows that it ever fires"
            warnings.add(rule.place, "EXAMPLE_MISSING", message)


def _check_lexicon(lexicon: YamlNode, rules: CompiledRules, warnings: Faults) -> None:
    facts = lexicon.entries(Faults())["facts"]
    used = {condition.fact for rule in _every_rule(rules) for condition in rule.conditions}
    for name in facts.entries(Faults()).keys() - used - HEARD_BY_EXTRACTION:
        message = f"neither a rule nor the reading of messages uses `{name}`"
        warnings.add(facts.key_places[name], "LEXICON_FACT_UNUSED", message)


def _check_said(rules: CompiledRules, warnings: Faults) -> None:
    """Find conditions on a word of an earlier phase that none of its rules says."""
    said = _said_words(rules)
    for rule in _every_rule(rules):
        for condition in (*rule.all, *rule.any):
            if condition.fact in said and not _may_hold(condition, said[condition.fact]):
                message = f"no rule sets `{condition.fact}` so that this could hold"
                warnings.add(condition.place, "NEVER_SAID", message)


def _said_words(rules: CompiledRules) -> dict[str, set[object]]:
    language = Language(rules.schema, rules.vocabulary)
    said: dict[str, set[object]] = {
        spec.name: {spec.default}
        for spec in rules.schema.specs.values()
        if _is_said(spec.name, rules.schema)
    }
    for phase, of_phase in rules.phases.items():
        facts = {name: spec.fact for name, spec in outputs_of(phase, language).items()}
        for rule in of_phase.rules:
            for output in rule.outputs:
                said.get(facts[output.name] or "", set()).add(output.value)
    return said


def _is_said(name: str, schema: FactSchema) -> bool:
    return schema[name].set_by != "facts" and name not in _NEVER_UNSAID


def _may_hold(condition: Condition, said: set[object]) -> bool:
    expected = condition.expected
    if condition.operator == "ne":
        return said != {expected}
    wanted = expected if isinstance(expected, tuple) else (expected,)
    return not said.isdisjoint(wanted)


def _every_rule(rules: CompiledRules) -> Iterator[Rule]:
    for phase in rules.phases.values():
        yield from phase.rules
