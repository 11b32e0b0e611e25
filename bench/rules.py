"""Decisions per second of the rules alone: durable_rules, the reference and zen-engine.

All three evaluate the same version on the same facts in the same run, the facts being those of
the examples beside the rules. Before anything is timed they must fire the same rules.
"""

import gc
import itertools
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import zen

from api.cli.rules_folder import version_folder
from engine.contract import load_contract
from engine.decisions import EngineName, FactValue
from engine.evaluation.phase_runner import Evaluation, Matcher, PhaseRunner
from engine.facts.extract import extract
from engine.facts.schema import PHASES, Phase
from engine.rulesets.compiler import Entry, HandlePlan, plan_handles
from engine.rulesets.durable import DurableMatcher
from engine.rulesets.loader import RulesetVersion, load_version
from engine.rulesets.model import Condition
from engine.rulesets.phases import PhaseRules
from engine.rulesets.reference import ReferenceMatcher

ROOT = Path(__file__).parents[1]
DECISIONS = {"durable": 20_000, "reference": 20_000, "zen": 2_000}
ROUNDS = 3
WANTED_RATIO = 5
"""How many times as fast as zen-engine the serving engine must be."""
AGREED, DISAGREED, TOO_SLOW = 0, 1, 2

Facts = Mapping[str, FactValue]
Decide = Callable[[Facts], Evaluation]


class ZenMatcher:
    """One phase as a collecting decision table: a row per alternative of a rule."""

    def __init__(self, plan: HandlePlan) -> None:
        self._facts = plan.facts
        self._rules = len(plan.entries)
        document = json.dumps(_decision_model(plan), ensure_ascii=False)
        self._decision = zen.ZenEngine().create_decision(document)

    def matched(self, facts: Facts) -> tuple[str, ...]:
        if not self._rules:
            return ()
        answer = self._decision.evaluate({name: facts[name] for name in self._facts})
        return tuple(dict.fromkeys(row["rule"] for row in answer["result"]))


def _decision_model(plan: HandlePlan) -> dict[str, Any]:
    table = {
        "hitPolicy": "collect",
        "passThrough": False,
        "executionMode": "single",
        "inputs": [{"id": name, "name": name, "field": name} for name in plan.facts],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [_row(entry, plan.facts) for entry in plan.entries],
    }
    names = ("in", "table", "out")
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in itertools.pairwise(names)
    ]
    return {"nodes": nodes, "edges": edges}


def _row(entry: Entry, facts: Iterable[str]) -> dict[str, str]:
    cells = {fact: " and ".join(_unary(c) for c in entry.path if c.fact == fact) for fact in facts}
    return {"_id": entry.name, "rule": json.dumps(entry.rule.id), **cells}


def _unary(condition: Condition) -> str:
    sign = {"eq": "==", "ne": "!=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
    literal = json.dumps(condition.expected, ensure_ascii=False)
    return f"{sign[condition.operator]} {literal}"


def _deciders(version: RulesetVersion) -> dict[str, Decide]:
    rules = version.rules
    runner = PhaseRunner(rules)
    whole = {p: _unpartitioned(rules.phases[p], version) for p in PHASES}
    matchers: dict[str, Mapping[Phase, Matcher]] = {
        "durable": {
            phase: DurableMatcher(
                rules.plans[phase],
                partition_by=rules.phases[phase].partition_by,
                warm_up=rules.schema.defaults,
            )
            for phase in PHASES
        },
        "reference": {phase: ReferenceMatcher(rules.phases[phase]) for phase in PHASES},
        "zen": {phase: ZenMatcher(whole[phase]) for phase in PHASES},
    }
    label: EngineName = "reference"

    def decider(chosen: Mapping[Phase, Matcher]) -> Decide:
        return lambda facts: runner.run(chosen, facts, PHASES, engine=label)

    return {name: decider(chosen) for name, chosen in matchers.items()}


def _unpartitioned(rules: PhaseRules, version: RulesetVersion) -> HandlePlan:
    whole = PhaseRules(rules.phase, rules.rules, rules.groups)
    return plan_handles(whole, version.rules.schema)[None]


def _samples(version: RulesetVersion) -> list[Facts]:
    """Return the facts of every example of every rule, total as in service."""
    schema = version.rules.schema
    examples = (
        example
        for rules in version.rules.phases.values()
        for rule in rules.rules
        for example in rule.examples
    )
    return [
        {
            **schema.defaults,
            **extract(example.situation, version.knowledge, schema).values,
            **example.facts,
        }
        for example in examples
    ]


def _disagreements(deciders: Mapping[str, Decide], samples: Sequence[Facts]) -> list[str]:
    found = []
    for facts in samples:
        said = {name: (e := decide(facts)).fired + e.lost for name, decide in deciders.items()}
        if len(set(said.values())) > 1:
            found.append(f"different rules fired: {said}")
    return found


def _nanoseconds(decide: Decide, samples: Sequence[Facts], decisions: int) -> list[int]:
    times = []
    for number in range(decisions):
        facts = samples[number % len(samples)]
        before = time.perf_counter_ns()
        decide(facts)
        times.append(time.perf_counter_ns() - before)
    return sorted(times)


def _measure(deciders: Mapping[str, Decide], samples: Sequence[Facts]) -> dict[str, float]:
    """Time the engines in turns, so that a busy machine is busy for all of them."""
    rounds: dict[str, list[list[int]]] = {name: [] for name in deciders}
    gc.disable()
    for _ in range(ROUNDS):
        for name, decide in deciders.items():
            rounds[name].append(_nanoseconds(decide, samples, DECISIONS[name]))
    gc.enable()
    print(f"{'engine':<12}{'decisions/s':>12}{'p50 us':>9}{'p99 us':>9}")
    return {name: _report(name, taken) for name, taken in rounds.items()}


def _report(name: str, rounds: list[list[int]]) -> float:
    best = min(rounds, key=sum)
    per_second = len(best) / sum(best) * 1e9
    p50, p99 = (best[int(len(best) * share)] / 1000 for share in (0.5, 0.99))
    print(f"{name:<12}{per_second:>12,.0f}{p50:>9.1f}{p99:>9.1f}")
    return per_second


def main(arguments: Sequence[str]) -> int:
    """Compare the engines on the version in a folder, the newest when none is named."""
    folder = Path(arguments[0]) if arguments else version_folder(ROOT / "rules", None)
    contract = load_contract(ROOT / "rules" / "contract.yaml")
    version = load_version(folder, contract.vocabulary)
    deciders, samples = _deciders(version), _samples(version)
    rules = sum(len(phase.rules) for phase in version.rules.phases.values())
    print(f"{version.version}: {rules} rules, {len(samples)} situations, four phases each")
    disagreements = _disagreements(deciders, samples)
    if disagreements:
        print("\n".join(disagreements), file=sys.stderr)
        return DISAGREED
    rates = _measure(deciders, samples)
    ratio = rates["durable"] / rates["zen"]
    print(f"durable_rules is {ratio:.1f} times as fast as zen-engine (at least {WANTED_RATIO})")
    return AGREED if ratio >= WANTED_RATIO else TOO_SLOW


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
