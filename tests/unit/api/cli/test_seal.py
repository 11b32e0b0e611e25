"""`cortex seal` writes hashes and says what they mean has changed."""

from pathlib import Path

import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode


def the_version(rules: Path) -> Path:
    return next(rules.glob("*/manifest.yaml")).parent


def seal(rules: Path, *version: str) -> int:
    return main(["seal", *version, "--rules", str(rules)])


def test_a_sealed_version_has_nothing_new(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = seal(rules)

    assert code == ExitCode.OK
    assert "0 of them with a new hash" in capsys.readouterr().out


def test_changed_new_and_removed_files_are_named(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = the_version(rules)
    with (folder / "gate.yaml").open("a", encoding="utf-8") as gate:
        gate.write("# another word\n")
    (folder / "extra.yaml").write_text("ruleset: extra\n", encoding="utf-8")
    (folder / "respond.yaml").unlink()

    seal(rules, folder.name)

    told = capsys.readouterr().out
    assert "  new      extra.yaml" in told
    assert "  changed  gate.yaml" in told
    assert "  gone     respond.yaml" in told
    assert "quote.yaml" not in told


def test_sealing_twice_changes_nothing_more(rules: Path) -> None:
    manifest = the_version(rules) / "manifest.yaml"
    seal(rules)
    once = manifest.read_bytes()

    seal(rules)

    assert manifest.read_bytes() == once


@pytest.mark.parametrize("version", ["2020.1.1", ".."])
def test_an_unknown_version_is_bad_input(
    rules: Path, capsys: pytest.CaptureFixture[str], version: str
) -> None:
    code = seal(rules, version)

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("RULESET_UNKNOWN ")
