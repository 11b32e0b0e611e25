"""A decision as a person reads it: what, by which rules and why, and what nearly happened."""

from collections.abc import Iterator, Mapping, Sequence

from api.cli.readable_trace import rule_lines, word
from engine.decisions import DecisionRecord, FactValue, RuleTrace

_DIGEST_SHOWN = 12
_NAME_WIDTH = 11
_NEAR_MISSES_SHOWN = 7


def readable_decision(
    record: DecisionRecord, *, stage_before: str, defaults: Mapping[str, FactValue]
) -> str:
    """Return the decision and its trace as lines of text."""
    return "\n".join(
        [*_summary(record, stage_before), *_why(record, defaults), *_facts(record, defaults)]
    )


def _summary(record: DecisionRecord, stage_before: str) -> Iterator[str]:
    decision = record.decision
    moved = decision.stage != stage_before
    pending = decision.pending_clarification
    rows = {
        "intent": f"{decision.intent or 'none'} ({decision.confidence:g})",
        "stage": f"{stage_before} -> {decision.stage}" if moved else decision.stage,
        "action": ", ".join(decision.actions) or "none",
        "reply": decision.reply,
        "topic": decision.topic,
        "silent": decision.wait_reason,
        "asks": decision.ambiguity_reason,
        "numbers": ", ".join(decision.part_numbers),
        "VIN": ", ".join(decision.vins),
        "remembers": f"{pending.kind} {pending.number}" if pending else None,
        "operator": "takes over" if decision.need_operator else None,
        "fallback": record.fallback_reason,
        "ruleset": f"{record.ruleset_version} {record.ruleset_digest[:_DIGEST_SHOWN]}, "
        f"{record.engine} engine",
    }
    for name, value in rows.items():
        if value:
            yield f"{name:<{_NAME_WIDTH}}{_hanging(value)}"


def _hanging(value: str) -> str:
    return value.strip().replace("\n", "\n" + " " * _NAME_WIDTH)


def _why(record: DecisionRecord, defaults: Mapping[str, FactValue]) -> Iterator[str]:
    trace = record.trace
    if trace is None:
        return
    yield from _section("fired", trace.fired)
    yield from _section("lost to a better rule of its group", trace.lost_by_group)
    yield from _near_misses(trace.near_misses, defaults)


def _near_misses(missed: Sequence[RuleTrace], defaults: Mapping[str, FactValue]) -> Iterator[str]:
    """Tell the nearest: those that met most of what this message says, not of what it lacks."""

    def nearness(rule: RuleTrace) -> tuple[int, int]:
        held = [condition for condition in rule.conditions if condition.held]
        return sum(met.actual != defaults.get(met.fact) for met in held), len(held)

    nearest = sorted(missed, key=nearness, reverse=True)
    yield from _section("near misses", nearest[:_NEAR_MISSES_SHOWN])
    if further := len(nearest[_NEAR_MISSES_SHOWN:]):
        yield f"  and {further} that were further off (--json has them)"


def _section(title: str, rules: Sequence[RuleTrace]) -> Iterator[str]:
    if rules:
        yield f"\n{title}"
    for rule in rules:
        yield from rule_lines(rule)


def _facts(record: DecisionRecord, defaults: Mapping[str, FactValue]) -> Iterator[str]:
    told = {name: value for name, value in record.facts.items() if value != defaults.get(name)}
    if told:
        yield "\nfacts that differ from their default"
    for name, value in sorted(told.items()):
        yield f"  {name}: {word(value)}"
