"""The bounds inside which durable_rules is safe, each shown at the limit and just over it.

At the limit the engine itself must carry the rules: it is tried in a process of its own, because
over the limit it would not fail but crash or hang.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.rulesets.compiler import plan_handles
from engine.rulesets.limits import (
    MAX_CONDITIONS_PER_RULE,
    MAX_FACTS,
    MAX_RULES,
    MAX_SAME_PATH,
    MAX_SIBLINGS,
    MAX_STACK,
    check_limits,
    name_hash,
)
from engine.rulesets.model import Ruleset
from engine.rulesets.source import Faults
from tests.unit.engine.limit_cases import CASES, SCHEMA
from tests.unit.engine.real_engine import needs_durable_rules
from tests.unit.engine.rule_builders import a_flag, a_rule, a_ruleset, a_schema, holds, phase_of

ROOT = Path(__file__).parents[4]
TRIAL_SECONDS = 60


def limit_codes(ruleset: Ruleset) -> set[str]:
    faults = Faults()
    for plan in plan_handles(phase_of(ruleset), SCHEMA).values():
        check_limits(plan, faults)
    return {fault.code for fault in faults.found}


@pytest.mark.parametrize(
    ("case", "limit", "code"),
    [
        ("rules", MAX_RULES, "TOO_MANY_RULES"),
        ("same_path", MAX_SAME_PATH, "SAME_PATH"),
        ("siblings", MAX_SIBLINGS, "TOO_MANY_CONDITIONS"),
        ("deep_siblings", MAX_SIBLINGS, "TOO_MANY_CONDITIONS"),
        ("stack", MAX_STACK, "STACK_DEPTH"),
        ("long_rule", MAX_CONDITIONS_PER_RULE, "RULE_TOO_LONG"),
        ("facts", MAX_FACTS, "TOO_MANY_FACTS"),
    ],
)
def test_a_ruleset_one_over_a_limit_is_refused(case: str, limit: int, code: str) -> None:
    at_limit, over = CASES[case](limit), CASES[case](limit + 1)

    assert limit_codes(at_limit) == set()
    assert limit_codes(over) == {code}


@needs_durable_rules
@pytest.mark.parametrize(
    ("case", "limit"),
    [
        ("rules", MAX_RULES),
        ("same_path", MAX_SAME_PATH),
        ("siblings", MAX_SIBLINGS),
        ("deep_siblings", MAX_SIBLINGS),
        ("stack", MAX_STACK),
        ("long_rule", MAX_CONDITIONS_PER_RULE),
        ("facts", MAX_FACTS),
    ],
)
def test_the_engine_carries_a_ruleset_at_the_limit(case: str, limit: int) -> None:
    command = [sys.executable, "-m", "tests.unit.engine.limit_cases", case, str(limit)]

    trial = subprocess.run(  # noqa: S603 - our own module with our own arguments
        command, cwd=ROOT, capture_output=True, text=True, timeout=TRIAL_SECONDS, check=False
    )

    assert (trial.returncode, trial.stdout) == (0, "agrees\n"), trial.stderr


def test_513_conditions_are_refused_before_the_engine_sees_them() -> None:
    assert limit_codes(CASES["siblings"](513)) == {"TOO_MANY_CONDITIONS"}


def test_a_partition_brings_rules_back_under_the_limit() -> None:
    rules = CASES["rules_of_two_stages"](MAX_RULES).rules

    assert limit_codes(a_ruleset(*rules)) == {"TOO_MANY_RULES"}
    assert limit_codes(a_ruleset(*rules, partition_by="stage")) == set()


def test_names_the_engine_cannot_tell_apart_are_refused() -> None:
    # Two English words with one FNV-1a hash; rules on one of them fire on the other.
    assert name_hash("costarring") == name_hash("liquid")
    rule = a_rule("test.a", every=[holds("costarring"), holds("liquid")])

    assert limit_codes(a_ruleset(rule)) == {"FACT_NAME_COLLISION"}


@pytest.mark.parametrize("name", ["sid", "id", "kind"])
def test_names_the_engine_keeps_for_itself_are_refused(name: str) -> None:
    assert limit_codes(a_ruleset(a_rule("test.a", every=[holds(name)]))) == {"FACT_NAME_COLLISION"}


@pytest.mark.parametrize("name", ["a.b", "Запчасть", "a b", "A", "$m"])
def test_a_name_of_other_letters_is_refused(name: str) -> None:
    assert a_schema(a_flag(name))
    assert limit_codes(a_ruleset(a_rule("test.a", every=[holds(name)]))) == {"BAD_FACT_NAME"}
