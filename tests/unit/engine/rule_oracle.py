"""The third opinion: rules interpreted straight from their documented meaning.

Shares no code with the compiler or the reference evaluator, so that a mistake in one shows.
"""

from collections.abc import Iterable, Mapping, Sequence

from engine.decisions import FactValue
from engine.rulesets.model import Condition, Rule, Ruleset
from tests.unit.engine.rule_builders import VOCABULARY

Facts = Mapping[str, FactValue]


def interpret(
    rulesets: Sequence[Ruleset], facts: Facts, *, phases: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (fired, lost) of all phases in order."""
    known, fired, lost = dict(facts), [], []
    for phase in phases:
        if known["gate"] == "silent" and phase in {"classify", "act"}:
            continue
        if phase == "harden":
            known["transition_allowed"] = _may_go(known["stage"], known["next_stage"])
        taken = set()
        for rule, how in _in_order(rulesets, phase):
            if not _fires(rule, known):
                continue
            if how == "first" and rule.group in taken:
                lost.append(rule.id)
                continue
            taken.add(rule.group)
            fired.append(rule)
        known.update(_said_by([rule for rule in fired if rule.id.startswith(phase)]))
    return tuple(rule.id for rule in fired), tuple(lost)


def _may_go(stage: FactValue, wanted: FactValue) -> bool:
    stays = wanted in {"none", stage}
    return stays or (stage, wanted) in {
        (before, after) for before, ways in VOCABULARY.transitions.items() for after in ways
    }


def _in_order(rulesets: Sequence[Ruleset], phase: str) -> list[tuple[Rule, str]]:
    listed = [
        (rule.priority, position, index, rule, ruleset.groups[rule.group].strategy)
        for position, ruleset in enumerate(rulesets)
        for index, rule in enumerate(ruleset.rules)
        if ruleset.phase == phase
    ]
    return [(rule, how) for *_, rule, how in sorted(listed, key=lambda item: item[:3])]


def _fires(rule: Rule, facts: Facts) -> bool:
    broken = [c for c in rule.all if not _is_true(c, facts)]
    forbidden = [c for c in rule.unless if _is_true(c, facts)]
    chosen = [c for c in rule.any if _is_true(c, facts)]
    return not broken and not forbidden and (bool(chosen) or rule.any == ())


def _is_true(condition: Condition, facts: Facts) -> bool:
    actual, expected = facts[condition.fact], condition.expected
    if isinstance(expected, tuple):
        return sum(actual == one for one in expected) > 0
    truths = {"eq", "lte", "gte"} if actual == expected else {"ne"}
    if not isinstance(actual, str) and not isinstance(expected, str):
        truths |= {"lt", "lte"} if actual < expected else set()
        truths |= {"gt", "gte"} if actual > expected else set()
    return condition.operator in truths


def _said_by(rules: Sequence[Rule]) -> dict[str, FactValue]:
    fact_of = {"intent": "intent", "stage": "next_stage", "gate": "gate"}
    return {
        fact_of[output.name]: str(output.value)
        for rule in rules
        for output in rule.outputs
        if output.name in fact_of
    }
