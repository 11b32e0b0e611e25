"""What two ruleset versions make of one message, side by side."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from engine.decisions import DecisionRecord, FactValue
from engine.evaluation.decide import Asked, Policy, decide
from engine.evaluation.quotation import Quotation
from engine.facts.situation import Situation

NO_RULE = "no rule"


@dataclass(frozen=True)
class Outline:
    """What of a decision a client or a manager would notice, and the rules behind it."""

    intent: str | None
    stage: str
    action: str
    reply_id: str | None
    fired: tuple[str, ...]


@dataclass(frozen=True)
class DecisionChange:
    """One message that is decided otherwise, or by other rules."""

    before: Outline
    after: Outline
    read: Mapping[str, tuple[FactValue | None, FactValue]] = field(default_factory=dict)
    """What the versions read differently, as far as the rules behind the change ask for it."""

    @property
    def rule(self) -> str:
        """The rule that wins now: the first that did not fire before, else the last that fires."""
        fired = self.after.fired
        fresh = [rule for rule in fired if rule not in self.before.fired]
        return (fresh or fired[-1:] or [NO_RULE])[0]

    @property
    def words(self) -> Mapping[str, tuple[str | None, str | None]]:
        """Each thing decided otherwise, as it was and as it is."""
        both = (
            (name, getattr(self.before, name), getattr(self.after, name))
            for name in ("intent", "stage", "action", "reply_id")
        )
        return {name: (was, now) for name, was, now in both if was != now}

    @property
    def silenced(self) -> tuple[str, ...]:
        """The rules that fired before and do not now."""
        return tuple(rule for rule in self.before.fired if rule not in self.after.fired)

    @property
    def awakened(self) -> tuple[str, ...]:
        """The rules that fire now and did not before."""
        return tuple(rule for rule in self.after.fired if rule not in self.before.fired)


def compare(
    older: Policy, newer: Policy, situation: Situation, quotation: Quotation
) -> DecisionChange | None:
    """Return how the versions differ on a message; None when they agree."""
    old, new = (decide(policy, Asked("compare", situation, quotation)) for policy in (older, newer))
    before, after = _outline(old), _outline(new)
    if before == after:
        return None
    return DecisionChange(before, after, _read_differently(older, newer, old, new))


def _outline(record: DecisionRecord) -> Outline:
    decision = record.decision
    return Outline(
        intent=decision.intent,
        stage=decision.stage,
        action=decision.action,
        reply_id=decision.reply_id,
        fired=record.fired,
    )


def _read_differently(
    older: Policy, newer: Policy, old: DecisionRecord, new: DecisionRecord
) -> Mapping[str, tuple[FactValue | None, FactValue]]:
    unlike = {*old.fired} ^ {*new.fired}
    asked = {fact for policy in (older, newer) for fact in _asked(policy, unlike)}
    specs = newer.release.rules.schema.specs
    read = [name for name in specs if name in asked and specs[name].set_by == "facts"]
    values = {name: (old.facts.get(name), new.facts[name]) for name in read}
    # A fact that the older version does not have says something only away from its default.
    return {
        name: (was, now)
        for name, (was, now) in values.items()
        if now != (specs[name].default if was is None else was)
    }


def _asked(policy: Policy, rules: Collection[str]) -> Iterator[str]:
    for phase in policy.release.rules.phases.values():
        for rule in phase.rules:
            if rule.id in rules:
                yield from (condition.fact for condition in rule.conditions)
