from pathlib import Path

import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode
from tests.unit.api.golden.golden_files import GREETING

SUITE = (
    "{version: 1, min_cases: {total: 1, multi_turn: 0, per_intent: 0, per_stage: 0, "
    "per_topic: 0}, accuracy: {}, rule_coverage: 0, condition_coverage: 0}"
)
HOLDS = f"version: 1\ntitle: t\ncases: [{{id: a.b, {GREETING}}}, {{id: a.c, {GREETING}}}]\n"
LESS = "say: здравствуйте, expect: {intent: SMALL_TALK}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "golden" / "some").mkdir(parents=True)
    (tmp_path / "golden" / "suite.yaml").write_text(SUITE)
    (tmp_path / "golden" / "some" / "cases.yaml").write_text(HOLDS, encoding="utf-8")
    assert golden(tmp_path / "golden", "accept") == ExitCode.OK
    return tmp_path / "golden"


def golden(folder: Path, do: str, *more: str) -> int:
    if do == "run":
        more = (*more, "--version", "2026.11.1", "--report", str(folder.parent / "report"))
    return main(["golden", do, "--golden", str(folder), *more])


def rewrite(folder: Path, old: str, new: str) -> None:
    file = folder / "some" / "cases.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_run_that_holds_is_ok(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert golden(folder, "run") == ExitCode.OK
    assert "golden OK" in capsys.readouterr().out


def test_a_case_that_fails_fails_the_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(folder, "SMALL_TALK", "LOST")

    assert golden(folder, "run") == ExitCode.FAILED
    assert "golden FAILED" in capsys.readouterr().out


def test_a_removed_case_is_a_gate_not_met(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(folder, f", {{id: a.c, {GREETING}}}", "")

    assert golden(folder, "run") == ExitCode.GATE_NOT_MET
    told = capsys.readouterr()
    assert "golden GATE_NOT_MET" in told.out
    assert "a.c" in told.err


def test_a_case_that_expects_less_than_accepted_is_a_gate_not_met(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(folder, f"a.c, {GREETING}", f"a.c, {LESS}")

    assert golden(folder, "run") == ExitCode.GATE_NOT_MET
    told = capsys.readouterr()
    assert "golden GATE_NOT_MET" in told.out
    assert "changed: a.c; when that is meant, run `cortex golden accept`" in told.err


def test_accepting_makes_a_change_good(folder: Path) -> None:
    rewrite(folder, f"a.c, {GREETING}", f"a.c, {LESS}")
    assert golden(folder, "accept") == ExitCode.OK

    assert golden(folder, "run") == ExitCode.OK


def test_an_added_case_is_accepted_without_question(folder: Path) -> None:
    rewrite(folder, "{id: a.c", f"{{id: a.new, {GREETING}}}, {{id: a.c")

    assert golden(folder, "run") == ExitCode.OK
    assert golden(folder, "accept") == ExitCode.OK


def test_accepting_refuses_a_removal_that_is_not_said_to_be_meant(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(folder, f", {{id: a.c, {GREETING}}}", "")
    before = (folder / "accepted.json").read_bytes()

    assert golden(folder, "accept") == ExitCode.BAD_INPUT
    assert "CASES_REMOVED 1 accepted cases are gone: a.c;" in capsys.readouterr().err
    assert (folder / "accepted.json").read_bytes() == before


def test_a_refused_removal_names_eight_cases(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "".join(f", {{id: a.d{number}, {GREETING}}}" for number in range(9))
    rewrite(folder, "]\n", f"{more}]\n")
    assert golden(folder, "accept") == ExitCode.OK
    rewrite(folder, more, "")

    assert golden(folder, "accept") == ExitCode.BAD_INPUT
    assert "a.d7 and 1 more;" in capsys.readouterr().err


def test_accepting_a_removal_that_is_meant_makes_it_good(folder: Path) -> None:
    rewrite(folder, f", {{id: a.c, {GREETING}}}", "")
    assert golden(folder, "accept", "--removed") == ExitCode.OK

    assert golden(folder, "run") == ExitCode.OK


def test_an_emptied_folder_is_a_gate_not_met(folder: Path) -> None:
    (folder / "some" / "cases.yaml").unlink()
    assert golden(folder, "run") == ExitCode.GATE_NOT_MET

    (folder / "suite.yaml").unlink()
    assert golden(folder, "run") == ExitCode.GATE_NOT_MET


def test_a_missing_folder_is_a_gate_not_met(tmp_path: Path) -> None:
    assert golden(tmp_path / "nowhere", "run") == ExitCode.GATE_NOT_MET


@pytest.mark.parametrize("wrong", [("expect:", "expct:"), ("version: 1", "version: 9")])
def test_a_misspelt_case_is_bad_input(folder: Path, wrong: tuple[str, str]) -> None:
    rewrite(folder, *wrong)

    assert golden(folder, "run") == ExitCode.BAD_INPUT


def test_a_part_of_the_suite_may_be_played(folder: Path) -> None:
    assert golden(folder, "run", "--case", "a.b") == ExitCode.OK
    assert golden(folder, "run", "--case", "z.*") == ExitCode.BAD_INPUT
