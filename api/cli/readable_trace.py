"""Rules and conditions as a person reads them."""

from collections.abc import Iterator

from engine.decisions import ConditionTrace, FactValue, RuleTrace


def rule_lines(rule: RuleTrace) -> Iterator[str]:
    """Yield a rule with what it met, or only with what it lacked if it lacked anything."""
    yield f"  {rule.rule_id}  {rule.why}"
    failed = [condition for condition in rule.conditions if not condition.held]
    if failed:
        yield f"      needs {' or '.join(map(_needed, failed))}"
    elif rule.conditions:
        # Several conditions may be about one fact.
        yield f"      as {', '.join(dict.fromkeys(map(_met, rule.conditions)))}"


def met_something(rule: RuleTrace) -> bool:
    """Say whether a rule that missed had at least one other condition on its side."""
    return any(condition.held for condition in rule.conditions)


def wanted(condition: ConditionTrace) -> str:
    """Return a condition as rule files write it."""
    denied = condition.operator.startswith("not ")
    operator = condition.operator.removeprefix("not ")
    compared = "" if operator == "eq" else f"{operator} "
    return f"{'not ' if denied else ''}{condition.fact}: {compared}{word(condition.expected)}"


def word(value: FactValue | tuple[FactValue, ...] | float) -> str:
    """Return a value as rule files write it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(word, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _met(condition: ConditionTrace) -> str:
    return f"{condition.fact} is {word(condition.actual)}"


def _needed(condition: ConditionTrace) -> str:
    return f"{wanted(condition)} (is {word(condition.actual)})"
