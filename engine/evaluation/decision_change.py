"""What two ruleset versions make of one message, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.decisions import DecisionRecord
from engine.evaluation.decide import Policy, decide
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
    before, after = (
        _outline(decide(policy, situation, quotation, decision_id="compare"))
        for policy in (older, newer)
    )
    return None if before == after else DecisionChange(before, after)


def _outline(record: DecisionRecord) -> Outline:
    decision = record.decision
    return Outline(
        intent=decision.intent,
        stage=decision.stage,
        action=decision.action,
        reply_id=decision.reply_id,
        fired=record.fired,
    )
