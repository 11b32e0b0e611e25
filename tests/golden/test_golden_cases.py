"""The committed golden cases, played by the runner that `make golden` uses."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from api.cli.rules_folder import RULES, contract_of, version_folder
from api.golden.accepted import Changes, changes_since, read_accepted
from api.golden.case import GoldenCase
from api.golden.case_file import read_cases
from api.golden.subject import Subject, load_subject
from api.golden.suite_run import run_suite
from engine.contract import load_contract
from integrations.clock import SystemClock

GOLDEN = Path("golden")
CONTRACT = load_contract(contract_of(RULES))
FILES = sorted(map(str, GOLDEN.glob("*/*.yaml")))
"""A test per file: three thousand, one per case, took longer to count than to play."""


@pytest.fixture(scope="module")
def subject() -> Subject:
    return load_subject(version_folder(RULES, None), CONTRACT)


@pytest.fixture(scope="module")
def cases() -> Sequence[GoldenCase]:
    return read_cases(GOLDEN, CONTRACT.vocabulary)


@pytest.mark.parametrize("file", FILES)
def test_golden_cases_hold_with_every_event_delivered_once_and_twice(
    file: str, cases: Sequence[GoldenCase], subject: Subject
) -> None:
    run = run_suite([case for case in cases if case.place.file == file], subject, SystemClock())

    assert [(outcome.case.id, outcome.reason, *outcome.mismatches) for outcome in run.bad] == []


def test_every_case_is_in_a_file_that_was_played(cases: Sequence[GoldenCase]) -> None:
    assert {case.place.file for case in cases} == set(FILES)


def test_every_case_is_accepted_as_it_stands(cases: Sequence[GoldenCase]) -> None:
    # A case that was never accepted can be deleted unseen: run `cortex golden accept`.
    assert changes_since(read_accepted(GOLDEN), cases) == Changes()
