"""Judge a whole run: enough cases of every kind, accurate, covering the rules, fast."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from api.golden.accepted import Changes
from api.golden.accuracy import accuracy
from api.golden.case import GoldenCase
from api.golden.coverage import Coverage
from api.golden.listed import listed
from api.golden.suite_file import SUITE, Gates
from api.golden.suite_run import SuiteRun
from engine.decisions import Vocabulary

_PERCENTILE = 0.95


@dataclass(frozen=True)
class GateResult:
    """One gate with what it needs and what it got."""

    name: str
    needed: str
    actual: str
    met: bool
    detail: str = ""

    def __str__(self) -> str:
        told = f"{self.name}: needs {self.needed}, has {self.actual}"
        return f"{told} ({self.detail})" if self.detail else told


def judge(
    run: SuiteRun, gates: Gates | None, coverage: Coverage, changes: Changes
) -> tuple[GateResult, ...]:
    """Return every gate of a run of the whole suite; a part of it is not judged by gates."""
    if run.pattern is not None:
        return ()
    if not run.cases:
        return (GateResult("cases", "some", "none", met=False, detail="no files */*.yaml"),)
    if gates is None:
        return (GateResult("gates", SUITE, "no such file", met=False),)
    return (
        *_counted(run, gates),
        *_accurate(run, gates),
        _at_least("rule_coverage", gates.rule_coverage, coverage.rule_share, coverage.unfired),
        _at_least(
            "condition_coverage",
            gates.condition_coverage,
            coverage.condition_share,
            tuple(map(str, coverage.unseen)),
        ),
        *_fast(run, gates),
        _kept(changes),
    )


def covered_words(case: GoldenCase) -> Iterator[tuple[str, str]]:
    """Yield the intents, stages and topics that a case is about."""
    if case.given is not None:
        yield ("stage", case.given.stage)
    for turn in case.turns:
        for kind in ("intent", "stage", "topic"):
            word = turn.expected(kind)
            if isinstance(word, str):
                yield (kind, word)


def p95_milliseconds(run: SuiteRun) -> float:
    """Return the time within which 95 of 100 decisions were taken."""
    taken = sorted(
        seconds for outcome in run.once for turn in outcome.turns for seconds in turn.seconds
    )
    return taken[ceil(len(taken) * _PERCENTILE) - 1] * 1000 if taken else 0.0


def _counted(run: SuiteRun, gates: Gates) -> Iterator[GateResult]:
    wanted = gates.min_cases
    cases = [case for case in run.cases if case.skip is None]
    several = sum(len(case.turns) > 1 for case in cases)
    yield _enough("min_cases.total", max(wanted.total, 1), len(cases))
    yield _enough("min_cases.multi_turn", wanted.multi_turn, several)
    found = Counter(word for case in cases for word in set(covered_words(case)))
    vocabulary = run.subject.contract.vocabulary
    for kind, words, least in _kinds(vocabulary, gates):
        short = [f"{word} {found[kind, word]}" for word in words if found[kind, word] < least]
        fewest = min((found[kind, word] for word in words), default=0)
        yield _enough(f"min_cases.per_{kind}", least, fewest, short)


def _kinds(vocabulary: Vocabulary, gates: Gates) -> Iterable[tuple[str, Sequence[str], int]]:
    wanted = gates.min_cases
    return (
        ("intent", vocabulary.intents, wanted.per_intent),
        ("stage", vocabulary.stages, wanted.per_stage),
        ("topic", vocabulary.topics, wanted.per_topic),
    )


def _enough(name: str, needed: int, actual: int, short: Sequence[str] = ()) -> GateResult:
    return GateResult(name, f"{needed} cases", str(actual), actual >= needed, listed(short))


def _accurate(run: SuiteRun, gates: Gates) -> Iterator[GateResult]:
    reached = accuracy(run, "intent")
    for intent, floor in gates.accuracy.items():
        right, asked = reached.get(intent, (0, 0))
        share = right / asked if asked else 0.0
        yield GateResult(
            f"accuracy.{intent}", f"{floor:.1%}", f"{right} of {asked}", share >= floor
        )


def _at_least(name: str, needed: float, actual: float, missing: Sequence[str]) -> GateResult:
    return GateResult(name, f"{needed:.1%}", f"{actual:.1%}", actual >= needed, listed(missing))


def _fast(run: SuiteRun, gates: Gates) -> Iterator[GateResult]:
    if gates.p95_decision_ms is not None:
        taken = p95_milliseconds(run)
        needed = f"at most {gates.p95_decision_ms:g} ms"
        yield GateResult(
            "p95_decision_ms", needed, f"{taken:.1f} ms", taken <= gates.p95_decision_ms
        )


def _kept(changes: Changes) -> GateResult:
    lost = [(kind, names) for kind, names in changes.kinds if kind != "added"]
    found = [f"{len(names)} {kind}" for kind, names in lost]
    if not changes.known:
        found = ["nothing accepted yet"]
    told = [*(f"{kind}: {listed(names)}" for kind, names in lost), _cure(changes)]
    return GateResult(
        "accepted",
        "every accepted case as it was",
        ", ".join(found) or "all of them",
        not found,
        "; ".join(told) if found else "",
    )


def _cure(changes: Changes) -> str:
    command = "cortex golden accept" + (" --removed" if changes.removed else "")
    return f"when that is meant, run `{command}`" if changes.known else f"run `{command}`"
