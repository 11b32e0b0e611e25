"""`cortex new-version` makes an editable copy and leaves released versions alone."""

from pathlib import Path

import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode
from api.cli.new_version import dated

MANIFEST = """\
# Released by hand.
version: 2026.11.1  # the first
date: 2026-11-01
author: Anna
what_changed: "version: 2 is not this one"
"""


def the_version(rules: Path) -> Path:
    return next(rules.glob("*/manifest.yaml")).parent


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def new_version(rules: Path, *names: str) -> int:
    return main(["new-version", *names, "--rules", str(rules)])


def test_a_new_version_is_a_good_copy_under_its_own_name(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = new_version(rules, "2999.1.1")

    assert code == ExitCode.OK
    assert main(["check", str(rules / "2999.1.1"), "--rules", str(rules)]) == ExitCode.OK
    manifest = (rules / "2999.1.1" / "manifest.yaml").read_text(encoding="utf-8")
    assert "\nversion: 2999.1.1\n" in f"\n{manifest}"
    assert "cortex seal 2999.1.1" in capsys.readouterr().out


def test_the_released_version_stays_as_it_was(rules: Path) -> None:
    released = the_version(rules)
    before = contents(released)

    new_version(rules, "2999.1.1")

    assert contents(released) == before


def test_nothing_but_the_new_version_is_left_in_the_folder(rules: Path) -> None:
    before = {path.name for path in rules.iterdir()}

    new_version(rules, "2999.1.1")

    assert {path.name for path in rules.iterdir()} - before == {"2999.1.1"}


def test_an_older_version_can_be_the_one_to_copy(rules: Path) -> None:
    first = the_version(rules).name
    new_version(rules, "2999.1.1")
    (rules / "2999.1.1" / "extra.txt").write_text("not in the first", encoding="utf-8")

    new_version(rules, first, "2999.1.2")

    assert not (rules / "2999.1.2" / "extra.txt").exists()


def test_edits_made_to_a_released_version_by_mistake_can_be_taken_along(rules: Path) -> None:
    with (the_version(rules) / "gate.yaml").open("a", encoding="utf-8") as gate:
        gate.write("# another word\n")

    new_version(rules, "2999.1.1")

    assert main(["check", str(rules / "2999.1.1"), "--rules", str(rules)]) == ExitCode.OK


def test_hidden_files_of_editors_are_not_copied(rules: Path) -> None:
    (the_version(rules) / ".gate.yaml.swp").write_bytes(b"\0")

    new_version(rules, "2999.1.1")

    assert not (rules / "2999.1.1" / ".gate.yaml.swp").exists()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["2020.1.1"], "VERSION_NOT_HIGHER"),
        (["next"], "VERSION_MALFORMED"),
        (["../2999.1.1"], "VERSION_MALFORMED"),
        (["2020.1.1", "2999.1.1"], "RULESET_UNKNOWN"),
    ],
)
def test_a_name_that_will_not_do_is_bad_input_and_nothing_is_made(
    rules: Path, capsys: pytest.CaptureFixture[str], names: list[str], expected: str
) -> None:
    before = sorted(rules.parent.rglob("*"))

    code = new_version(rules, *names)

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith(f"{expected} ")
    assert sorted(rules.parent.rglob("*")) == before


def test_a_version_that_is_there_is_not_overwritten(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = new_version(rules, the_version(rules).name)

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("VERSION_EXISTS ")


def test_the_highest_version_counts_number_by_number(rules: Path) -> None:
    new_version(rules, "2999.1.9")

    assert new_version(rules, "2999.1.10") == ExitCode.OK
    assert new_version(rules, "2999.1.9999") == ExitCode.OK


def test_only_version_and_date_of_the_manifest_change() -> None:
    changed = dated(MANIFEST, version="2026.12.1", today="2026-12-05")

    kept = [line for line in MANIFEST.splitlines() if line not in changed.splitlines()]
    assert kept == ["version: 2026.11.1  # the first", "date: 2026-11-01"]
    assert "version: 2026.12.1\ndate: 2026-12-05\n" in changed


def test_lines_that_speak_to_editors_are_kept(rules: Path) -> None:
    gate = the_version(rules) / "gate.yaml"
    line = "# yaml-language-server: $schema=../../schemas/ruleset.schema.json\n"
    gate.write_text(line + gate.read_text(encoding="utf-8"), encoding="utf-8")

    new_version(rules, gate.parent.name, "2999.1.1")

    copied = (rules / "2999.1.1" / "gate.yaml").read_text(encoding="utf-8")
    assert copied.startswith(line)
