import os
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from api.golden.on_cores import on_cores
from api.golden.suite_run import run_suite
from integrations.clock import SystemClock
from tests.unit.api.golden.golden_files import case_of, played, subject

MANY = 200
"""From here on a suite is played in several processes."""


def test_what_copies_of_this_process_did_comes_back_in_order() -> None:
    def square_and_process(number: int) -> tuple[int, int]:
        return number**2, os.getpid()

    done = list(on_cores(square_and_process, 50, at_once=4))

    assert [square for square, _ in done] == [number**2 for number in range(50)]
    assert os.getpid() not in {process for _, process in done}


def test_a_mapping_that_nobody_may_fill_travels() -> None:
    done = on_cores(lambda number: MappingProxyType({number: "a"}), 2, at_once=1)

    assert list(done) == [{0: "a"}, {1: "a"}]


def test_many_cases_come_out_as_few_do(tmp_path: Path) -> None:
    good = case_of(tmp_path, "say: здравствуйте, expect: {intent: SMALL_TALK}")
    bad = case_of(tmp_path, "say: здравствуйте, expect: {intent: LOST, stage: LOST}")
    (few_good, few_good_twice, few_bad, _) = played(good, bad).outcomes

    many = played(*[good] * (MANY - 1), bad)

    assert [outcome.status for outcome in many.once] == ["passed"] * (MANY - 1) + ["failed"]
    assert [outcome.variant for outcome in many.outcomes] == ["once", "twice"] * MANY
    assert many.outcomes[-2].case == bad
    assert many.outcomes[-2].mismatches == few_bad.mismatches
    for alone, of_many in ((few_good, many.outcomes[0]), (few_good_twice, many.outcomes[1])):
        assert of_many.turns[0].seen == alone.turns[0].seen
        assert of_many.turns[0].passes[0].situation == alone.turns[0].passes[0].situation
        assert of_many.turns[0].passes[0].record.facts == alone.turns[0].passes[0].record.facts


@pytest.mark.parametrize("count", [3, MANY])
def test_a_run_tells_how_far_it_has_come(tmp_path: Path, count: int) -> None:
    case = case_of(tmp_path, "say: здравствуйте, expect: {intent: SMALL_TALK}")
    told: list[tuple[int, int]] = []

    def hears(done: int, of: int) -> None:
        told.append((done, of))

    run_suite([case] * count, subject(), SystemClock(), told=hears)

    assert told == [(done, count) for done in range(1, count + 1)]


def test_a_decision_is_read_once_however_much_is_asked_of_it(tmp_path: Path) -> None:
    case = case_of(tmp_path, "say: здравствуйте, expect: {phone: null}")
    (outcome, _) = played(case).outcomes
    situation = outcome.turns[0].passes[-1].situation
    other = situation._replace(message=replace(situation.message, text="нужен 06A115561B"))
    policy = subject().policy

    assert policy.facts_of(situation) is policy.facts_of(situation)
    assert policy.facts_of(other).findings.part_numbers == ("06A115561B",)
    assert policy.facts_of(situation).findings.part_numbers == ()
