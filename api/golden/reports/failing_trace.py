"""Why a turn came out as it did: rules that fired with their reasons, and near misses."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from api.golden.outcome import TurnOutcome
from api.golden.subject import Subject
from engine.evaluation.trace import explain_evaluation
from engine.facts.schema import PHASES


def failing_trace(outcome: TurnOutcome, subject: Subject) -> Mapping[str, Any] | None:
    """Explain the last pass of a turn; None when no rule was asked."""
    if not outcome.passes:
        return None
    last, policy = outcome.passes[-1], subject.policy
    whole = last.phases == PHASES
    facts = policy.facts_of(last.situation).values if whole else last.record.facts
    evaluation = policy.evaluator.evaluate(facts, last.phases)
    return {
        **asdict(explain_evaluation(policy.evaluator, evaluation)),
        "fallback_reason": last.record.fallback_reason,
    }
