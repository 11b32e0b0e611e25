"""What the second lane of the campaign plays is told whole, and its end is noticed."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.campaign import ALONE, BESIDE
from tests.faults.case import Case
from tests.faults.cases import CASES
from tests.faults.checker import Verdict
from tests.faults.lanes import Lane, LaneBroken, tell
from tests.faults.outcome import Outcome, table

CASE = Case("F0", "nothing happens")
WELL = Outcome(CASE, "", 1, 2, 3, 0, Verdict(), notes=("in time",))
ILL = replace(
    WELL,
    mutant="seen",
    verdict=Verdict(lost=("a",), doubled=("b",), reordered=("c",), broken=("d", "e")),
    complaints=("it never became quiet",),
    skipped="only root may",
)


def a_lane(folder: Path, program: str = "") -> Lane:
    process = subprocess.Popen([sys.executable, "-c", program])  # noqa: S603 - our own words
    return Lane(folder, process, [CASE])


@pytest.mark.parametrize("outcomes", [[], [WELL], [WELL, ILL]])
def test_what_came_of_each_case_is_told_once_and_whole(
    tmp_path: Path, outcomes: Sequence[Outcome]
) -> None:
    lane = a_lane(tmp_path)

    told = []
    for outcome in outcomes:
        tell(tmp_path, outcome)
        told += list(lane.news())
    told += list(lane.rest())

    assert told == outcomes
    assert table(told) == table(outcomes)


def test_a_line_that_is_still_being_written_is_told_later(tmp_path: Path) -> None:
    lane, file = a_lane(tmp_path), tmp_path / "outcomes.jsonl"
    tell(tmp_path, WELL)
    whole = file.read_text()
    file.write_text(whole[:20])
    half = list(lane.news())
    file.write_text(whole)

    assert (half, list(lane.rest())) == ([], [WELL])


def test_a_lane_that_breaks_off_is_noticed_after_what_it_told(tmp_path: Path) -> None:
    tell(tmp_path, WELL)
    rest = a_lane(tmp_path, "raise SystemExit(3)").rest()

    assert next(rest) == WELL
    with pytest.raises(LaneBroken):
        next(rest)


def test_no_two_cases_share_a_name() -> None:
    names = [case.name for case in (*CASES, *BESIDE, *ALONE)]

    assert len(set(names)) == len(names)
