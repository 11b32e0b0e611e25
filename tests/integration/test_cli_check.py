"""`cortex check` in its throw-away processes: good versions, mistakes, crashes and hangs."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode
from integrations.ruleset_trial.check import check_version
from integrations.ruleset_trial.trial import try_version
from tests.unit.api.cli.edited_rules import RELEASED, edit
from tests.unit.api.cli.sealed_rules import sealed_copy


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Only the smallest version: to find a mistake, each check loads all there are."""
    return sealed_copy(tmp_path / "rules", versions=RELEASED)


def the_version(rules: Path) -> Path:
    return rules / RELEASED


def check(rules: Path) -> int:
    return main(["check", "--rules", str(rules)])


def a_program(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_good_rules_of_every_version_are_counted_and_named_with_their_digest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = sealed_copy(tmp_path / "rules")

    code = check(rules)

    told = capsys.readouterr().out.splitlines()
    versions = sorted(manifest.parent for manifest in rules.glob("*/manifest.yaml"))
    assert code == ExitCode.OK
    assert len(versions) > 1
    assert len(told) == len(versions)
    for version, line in zip(versions, told, strict=True):
        assert re.match(rf"{version}: ok, \d+ rules, \d+ examples, digest [0-9a-f]+", line)


def test_all_mistakes_of_all_files_come_at_once(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = the_version(rules)
    edit(folder / "qualify.yaml", old="part_numbers_count:", new="part_number_count:")
    edit(folder / "quote.yaml", old="lookup: none", new="lookup: nothing")

    code = check(rules)

    told = capsys.readouterr().err
    assert code == ExitCode.FAILED
    assert f"{folder / 'qualify.yaml'}:" in told
    assert "UNKNOWN_FACT" in told
    assert "did you mean `part_numbers_count`?" in told
    assert "UNKNOWN_VALUE" in told


def test_a_file_changed_after_its_release_is_a_mistake(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(the_version(rules) / "quote.yaml", old="ruleset: quote", new="ruleset:  quote")

    code = check(rules)

    assert code == ExitCode.FAILED
    assert "MANIFEST_MISMATCH" in capsys.readouterr().err


def test_an_example_that_does_not_hold_fails_at_its_own_place(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = the_version(rules)
    edit(folder / "respond.yaml", old=' match: ["здравствуйте"]', new=' match: ["продам"]')
    main(["seal", "--rules", str(rules)])

    code = check(rules)

    told = capsys.readouterr().err
    assert code == ExitCode.FAILED
    assert f"{folder / 'respond.yaml'}:" in told
    assert "EXAMPLE_FAILED `respond.greeting` should fire on `продам`" in told


def test_a_mistake_in_the_contract_is_told_before_any_version(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(rules / "contract.yaml", old="next: [URGENT,", new="next: [URGENTLY,")

    code = check(rules)

    assert code == ExitCode.FAILED
    assert "UNKNOWN_STAGE" in capsys.readouterr().err


def test_a_bad_version_does_not_hide_a_good_one(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = the_version(rules)
    shutil.copytree(newest, rules / "2020.1.1")
    (rules / "2020.1.1" / "gate.yaml").unlink()

    code = check(rules)

    told = capsys.readouterr()
    assert code == ExitCode.FAILED
    assert "MISSING_FILE" in told.err
    assert f"{newest}: ok, " in told.out


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.kill(os.getpid(), 11)", "ENGINE_CRASHED"),
        ("import os; os.abort()", "ENGINE_CRASHED"),
        ("import threading; threading.Event().wait()", "ENGINE_HUNG"),
        ("raise SystemExit(7)", "CHECK_FAILED"),
        ("print('[]')", "CHECK_FAILED"),
    ],
)
def test_whatever_ends_the_check_becomes_a_fault_of_the_version(
    tmp_path: Path, program: str, code: str
) -> None:
    findings = try_version(tmp_path, tmp_path, command=a_program(program), seconds=2)

    assert [fault.code for fault in findings.faults] == [code]
    assert findings.faults[0].file == str(tmp_path)


def test_an_error_nobody_foresaw_is_a_fault_that_says_where_it_happened(
    rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integrations.ruleset_trial.check.self_test", lambda _: 1 / 0)
    folder = the_version(rules)

    [fault] = check_version(folder, rules / "contract.yaml").faults

    assert (fault.file, fault.code) == (str(folder), "CHECK_FAILED")
    assert "ZeroDivisionError at " in fault.message
    assert "test_cli_check.py:" in fault.message


def test_what_only_looks_like_an_oversight_is_a_warning(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = the_version(rules)
    edit(folder / "respond.yaml", old=' match: ["здравствуйте"]', new="")
    main(["seal", folder.name, "--rules", str(rules)])

    code = main(["check", str(folder), "--rules", str(rules)])

    told = capsys.readouterr()
    assert code == ExitCode.OK
    assert f"warning: {folder / 'respond.yaml'}:" in told.err
    assert "EXAMPLE_MISSING `respond.greeting`" in told.err
    assert told.out.rstrip().endswith(", 1 warnings")
