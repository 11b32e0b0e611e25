"""The committed golden cases, played by the runner that `make golden` uses."""

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

CONTRACT = load_contract(contract_of(RULES))
CASES = read_cases(Path("golden"), CONTRACT.vocabulary)


@pytest.fixture(scope="module")
def subject() -> Subject:
    return load_subject(version_folder(RULES, None), CONTRACT)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.suite == "smoke"], ids=lambda case: case.id
)
def test_golden_case_holds_with_every_event_delivered_once_and_twice(
    case: GoldenCase, subject: Subject
) -> None:
    run = run_suite([case], subject, SystemClock())

    assert [(outcome.reason, *outcome.mismatches) for outcome in run.bad] == []


def test_every_case_is_accepted_as_it_stands() -> None:
    # A case that was never accepted can be deleted unseen: run `cortex golden accept`.
    assert changes_since(read_accepted(Path("golden")), CASES) == Changes()
