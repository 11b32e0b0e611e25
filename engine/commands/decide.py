"""Decide one situation by the serving rules; no effects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.contract import DecisionGuard
from engine.decisions import DecisionRecord
from engine.evaluation.decide import Asked, Policy, decide, decide_many
from engine.evaluation.quotation import NOTHING_ASKED, Quotation
from engine.facts.situation import Situation
from engine.ports.clock import Clock, Identifiers
from engine.ports.metrics import Metrics


@dataclass(frozen=True)
class Decide:
    """Applies the serving policy and the contract, and counts what came out.

    `policy` returns the policy to use: the serving one for None, else the named version; it
    raises InvalidInput with code RULESET_UNKNOWN for a version that is not loaded.
    """

    policy: Callable[[str | None], Policy]
    guard: DecisionGuard
    identifiers: Identifiers
    clock: Clock
    metrics: Metrics

    def __call__(
        self,
        situation: Situation,
        *,
        quotation: Quotation = NOTHING_ASKED,
        explain: bool = False,
        version: str | None = None,
    ) -> DecisionRecord:
        """Return the decision, or the fallback when the contract forbids what the rules said."""
        policy = self.policy(version)
        return self.tally(self.consider(policy, situation, quotation=quotation, explain=explain))

    def consider(
        self,
        policy: Policy,
        situation: Situation,
        *,
        quotation: Quotation = NOTHING_ASKED,
        explain: bool = False,
    ) -> DecisionRecord:
        """Decide by a given policy without counting: one of several passes over a message."""
        started = self.clock.monotonic()
        asked = Asked(self.identifiers.new("dec"), situation, quotation)
        record = self.guard.guard(decide(policy, asked, explain=explain), situation.session)
        seconds = self.clock.monotonic() - started
        self.metrics.observe("decision_duration", seconds, variant=record.variant)
        return record

    def many(self, asked: Sequence[tuple[Situation, Quotation]]) -> Sequence[DecisionRecord]:
        """Return a decision for each, as if each had been asked for alone, but sooner."""
        started = self.clock.monotonic()
        named = [Asked(self.identifiers.new("dec"), *each) for each in asked]
        records = [
            self.guard.guard(record, each.situation.session)
            for record, each in zip(decide_many(self.policy(None), named), named, strict=True)
        ]
        seconds = self.clock.monotonic() - started
        for record in records:
            self.metrics.observe(
                "decision_duration", seconds / len(records), variant=record.variant
            )
        return [self.tally(record) for record in records]

    def read(self, situation: Situation) -> DecisionRecord:
        """Return what the serving rules make of a message that is not answered now."""
        return self.consider(self.policy(None), situation)

    def give_up(self, situation: Situation) -> DecisionRecord:
        """Return the fallback without asking the rules: they have failed on this message."""
        policy = self.policy(None)
        record = DecisionRecord(
            decision_id=self.identifiers.new("dec"),
            ruleset_version=policy.version,
            ruleset_digest=policy.digest,
            engine="reference",
            decision=self.guard.fallback(situation.session),
            fired=(),
            facts={},
            fallback_reason="message_failed",
        )
        return self.tally(record)

    def tally(self, record: DecisionRecord) -> DecisionRecord:
        """Count a decision that counts and return it."""
        decision = record.decision
        spoken = "silent" if decision.wait_reason else "rules"
        self.metrics.count(
            "decisions",
            intent=decision.intent or "none",
            stage=decision.stage,
            outcome="fallback" if record.fallback_reason else spoken,
            variant=record.variant,
        )
        if record.fallback_reason:
            self.metrics.count("contract_violations", kind="decision")
        return record
