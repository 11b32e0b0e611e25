"""The worst moments of the fault campaign, on one stack; all of them: `make faults`."""

import os
from collections.abc import Iterator
from secrets import randbelow

import pytest

from tests.faults.case import Case
from tests.faults.cases import SLEEPS, SPOOLS
from tests.faults.crowd import CrowdSize
from tests.faults.nemeses import FROZEN_SECONDS, redis_down_for
from tests.faults.points import Plan, Strike
from tests.faults.run_case import run_case
from tests.faults.script_cases import SCRIPT_CASES, play_script_case
from tests.faults.stack import FaultStack, fault_stack

pytestmark = pytest.mark.e2e

TWICE = Case(
    "F13+F18",
    "every event arrives twice, and a buyer says yes twice",
    CrowdSize(askers=4, questions=3, buyers=1, copies=2, confirmations=2),
)
CASES = (
    SLEEPS,
    TWICE,
    Case(
        "F2",
        "a web process dies before it answers",
        CrowdSize(askers=4, questions=3),
        strikes=(Strike("after_enqueue", "kill", number=2),),
        all_taken=False,
    ),
    Case(
        "F7",
        "Redis stands still while a message is kept",
        CrowdSize(askers=4, questions=2),
        strikes=(Strike("before_enqueue", "freeze_redis", number=2, seconds=FROZEN_SECONDS),),
    ),
    Case(
        "F9",
        "Redis is away while everybody writes",
        CrowdSize(askers=4, questions=4, per_second=3),
        nemesis=redis_down_for(5.0),
        all_taken=SPOOLS,
    ),
)
MUTANTS = {"fence": SLEEPS, "seen": TWICE}


@pytest.fixture(scope="module")
def stack(
    tmp_path_factory: pytest.TempPathFactory,
    needs_redis: None,  # noqa: ARG001 - asked for its refusal
) -> Iterator[FaultStack]:
    with fault_stack(tmp_path_factory.mktemp("faults"), Plan()) as running:
        yield running


@pytest.fixture(scope="module")
def seed() -> int:
    seed = int(os.environ.get("FAULT_SEED") or randbelow(10**6))  # noqa: TID251 - a failed run is repeated by its seed
    print(f"FAULT_SEED={seed} plays the same again")  # noqa: T201 - pytest shows it when a test fails
    return seed


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_is_lost_doubled_or_reordered(stack: FaultStack, seed: int, case: Case) -> None:
    outcome = run_case(stack, case, seed=seed)

    assert outcome.wrong == ()
    assert outcome.messages > 0


@pytest.mark.parametrize("mutant", sorted(SCRIPT_CASES))
@pytest.mark.parametrize("at_work", [True, False], ids=["mutant", "as it is"])
def test_calls_made_on_purpose_meet_their_rule(
    redis_url: str, mutant: str, *, at_work: bool
) -> None:
    outcome = play_script_case(redis_url, mutant=mutant, at_work=at_work)

    assert bool(outcome.verdict.broken) == at_work


@pytest.mark.parametrize("mutant", sorted(MUTANTS))
def test_a_guard_taken_away_is_noticed(stack: FaultStack, seed: int, mutant: str) -> None:
    outcome = run_case(stack, MUTANTS[mutant], seed=seed, mutant=mutant)

    assert outcome.verdict.surely_wrong
