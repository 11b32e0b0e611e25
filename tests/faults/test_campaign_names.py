"""A campaign that tried nothing is no green one."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from tests.faults.__main__ import exit_code
from tests.faults.campaign import known_names, unknown_among
from tests.faults.case import Case
from tests.faults.checker import Verdict
from tests.faults.outcome import Outcome

WELL = Outcome(Case("F0", "nothing happens"), "", 1, 2, 3, 0, Verdict())


@pytest.mark.parametrize(
    ("wanted", "unknown"),
    [
        (["f3"], ["f3"]),
        (["F3", "F33"], ["F33"]),
        (["F1-unheard", "at-most-one"], ["F1-unheard", "at-most-one"]),
        (["F3", "hosts", "fence"], []),
        ([], []),
    ],
)
def test_names_are_known_as_they_are_written(wanted: list[str], unknown: list[str]) -> None:
    assert unknown_among(wanted) == unknown


def test_a_campaign_of_unknown_names_is_refused_with_those_known() -> None:
    command = ["env", "CASE=F3,f4", sys.executable, "-m", "tests.faults"]

    told = subprocess.run(command, check=False, timeout=60, stdout=subprocess.PIPE)  # noqa: S603 - our own words

    assert told.returncode == 2
    assert all(name in told.stdout.decode() for name in known_names())


def test_cases_and_mutants_have_names_of_their_own() -> None:
    assert len(set(known_names())) == len(known_names())
    assert {"F3", "F8", "hosts", "load", "fence"} <= set(known_names())


@pytest.mark.parametrize(
    ("outcomes", "broken", "code"),
    [([WELL], "", 0), ([WELL], "the second lane ended", 1), ([], "", 1)],
)
def test_only_a_campaign_that_tried_something_passes(
    outcomes: Sequence[Outcome], broken: str, code: int
) -> None:
    assert exit_code(outcomes, broken) == code
