"""A run as one JSON document; other reports and programs read nothing else."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from api.golden.accuracy import accuracy
from api.golden.case import Expected
from api.golden.expectation_file import NOT
from api.golden.gates import covered_words, p95_milliseconds
from api.golden.judged_run import JudgedRun
from api.golden.outcome import CaseOutcome, TurnOutcome
from api.golden.reports.failing_trace import failing_trace
from api.golden.subject import Subject

RESULTS_VERSION = 1
_JUDGED = ("intent", "stage", "action")

Document = Mapping[str, Any]


def results_document(judged: JudgedRun) -> Document:
    """Return everything about a run as plain data."""
    run, policy = judged.run, judged.run.subject.policy
    return {
        "version": RESULTS_VERSION,
        "started": run.started.isoformat(timespec="seconds"),
        "suite": run.suite,
        "pattern": run.pattern,
        "ruleset": {
            "version": policy.version,
            "digest": policy.digest,
            "engine": policy.evaluator.engine,
        },
        "verdict": {"word": judged.verdict.word, "line": judged.verdict.line},
        "seconds": round(run.seconds, 3),
        "p95_decision_ms": round(p95_milliseconds(run), 3),
        "counts": dict(Counter(outcome.status for outcome in _reported(judged))),
        "gates": [asdict(gate) for gate in judged.gates],
        "accuracy": {key: _shares(accuracy(run, key)) for key in _JUDGED},
        "coverage": _coverage(judged),
        "changes": asdict(judged.changes),
        "cases": [_case(outcome, run.subject) for outcome in _reported(judged)],
    }


def _reported(judged: JudgedRun) -> list[CaseOutcome]:
    """Return one outcome per case, the bad one when its variants differ."""
    bad = {outcome.case.id: outcome for outcome in judged.run.bad}
    return [bad.get(outcome.case.id, outcome) for outcome in judged.run.once]


def _shares(found: Mapping[str, tuple[int, int]]) -> Document:
    return {word: {"right": right, "asked": asked} for word, (right, asked) in found.items()}


def _coverage(judged: JudgedRun) -> Document:
    coverage = judged.coverage
    return {
        "rules": coverage.rules,
        "rule_share": round(coverage.rule_share, 4),
        "unfired": list(coverage.unfired),
        "conditions": coverage.conditions,
        "condition_share": round(coverage.condition_share, 4),
        "unseen": [str(condition) for condition in coverage.unseen],
    }


def _case(outcome: CaseOutcome, subject: Subject) -> Document:
    case = outcome.case
    words = set(covered_words(case))
    return {
        "id": case.id,
        "title": case.title,
        "file": case.place.file,
        "line": case.place.line,
        "suite": case.suite,
        "tags": list(case.tags),
        "status": outcome.status,
        "variant": outcome.variant,
        "reason": outcome.reason,
        "seconds": round(outcome.seconds, 4),
        "intents": sorted(word for kind, word in words if kind == "intent"),
        "stages": sorted(word for kind, word in words if kind == "stage"),
        "turns": [_turn(turn, subject) for turn in outcome.turns],
        "unplayed": len(case.turns) - len(outcome.turns),
    }


def _turn(outcome: TurnOutcome, subject: Subject) -> Document:
    turn, message = outcome.turn, outcome.turn.message
    told = message.happening if message.happening != "none" else message.text
    return {
        "line": turn.place.line,
        "author": message.author.value,
        "say": "the same event again" if turn.redelivers else told,
        "expected": {_key(item): _value(item) for item in turn.expect},
        "actual": _actual(outcome),
        "mismatches": [
            {
                "key": found.key,
                "expected": found.expected,
                "actual": found.actual,
                "line": found.place.line,
            }
            for found in outcome.mismatches
        ],
        "trace": failing_trace(outcome, subject) if outcome.mismatches else None,
    }


def _actual(outcome: TurnOutcome) -> object:
    """Return what was seen; what nobody expects and is not there is left out."""
    named = {item.key for item in outcome.turn.expect}
    return _plain({key: value for key, value in outcome.seen.items() if value or key in named})


def _key(item: Expected) -> str:
    return f"{NOT}{item.key}" if item.negated else item.key


def _value(item: Expected) -> object:
    return _plain(item.value)


def _plain(value: object) -> object:
    """Return a value as JSON has it: keys are texts."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
