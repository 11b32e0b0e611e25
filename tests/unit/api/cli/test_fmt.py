"""`cortex fmt` writes only drafts, only when told to, and only what differs."""

from pathlib import Path

import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode
from tests.unit.api.cli.edited_rules import RELEASED, edit


@pytest.fixture
def version(rules: Path) -> Path:
    """A version in its one layout, sealed."""
    main(["fmt", str(rules / RELEASED), "--force", "--rules", str(rules)])
    main(["seal", RELEASED, "--rules", str(rules)])
    return rules / RELEASED


@pytest.fixture
def untidy(version: Path) -> Path:
    """A file of it that its author is editing."""
    edit(version / "quote.yaml", old="    priority: 100\n", new="    priority:   100\n")
    return version / "quote.yaml"


def fmt(place: Path, *options: str) -> int:
    return main(["fmt", str(place), *options])


def contents(version: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in version.iterdir()}


def test_a_draft_is_laid_out_and_its_other_files_are_not_touched(
    untidy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(untidy.parent)
    capsys.readouterr()

    code = fmt(untidy.parent)

    after = contents(untidy.parent)
    assert code == ExitCode.OK
    assert capsys.readouterr().out == f"{untidy}: laid out anew\n"
    assert {name for name in before if before[name] != after[name]} == {"quote.yaml"}
    assert "    priority: 100\n" in after["quote.yaml"]


def test_a_check_names_the_file_and_writes_nothing(
    untidy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(untidy.parent)
    capsys.readouterr()

    code = fmt(untidy.parent, "--check")

    assert code == ExitCode.FAILED
    assert capsys.readouterr().out.startswith(f"{untidy}: ")
    assert contents(untidy.parent) == before


def test_one_file_can_be_laid_out_alone(untidy: Path) -> None:
    edit(untidy.parent / "gate.yaml", old="    group:", new="    group:  ")

    fmt(untidy)

    assert fmt(untidy, "--check") == ExitCode.OK
    assert fmt(untidy.parent / "gate.yaml", "--check") == ExitCode.FAILED


def test_what_is_in_its_layout_passes_the_check(version: Path) -> None:
    assert fmt(version, "--check") == fmt(version) == ExitCode.OK


def test_a_sealed_version_is_not_rewritten_unless_forced(
    untidy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["seal", RELEASED, "--rules", str(untidy.parents[1])])
    before = contents(untidy.parent)

    refused = fmt(untidy.parent)

    assert refused == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("VERSION_SEALED ")
    assert contents(untidy.parent) == before
    assert fmt(untidy.parent, "--force") == ExitCode.OK
    assert fmt(untidy.parent, "--check") == ExitCode.OK


def test_the_newest_version_is_laid_out_when_none_is_named(version: Path) -> None:
    rules = version.parent
    main(["new-version", RELEASED, "2999.1.1", "--rules", str(rules)])
    quote = rules / "2999.1.1" / "quote.yaml"
    edit(quote, old="    priority: 100\n", new="    priority:   100\n")

    main(["fmt", "--rules", str(rules)])

    assert "    priority: 100\n" in quote.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["nowhere", "binary.yaml"])
def test_what_cannot_be_read_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")

    code = fmt(tmp_path / place)

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("FILE_UNREADABLE ")
