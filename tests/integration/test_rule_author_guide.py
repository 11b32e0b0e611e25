"""The guide for rule authors is run as it stands: every edit is made, every output compared."""

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from api.cli import main

GUIDE = Path("docs/rule-author-guide.md").read_text(encoding="utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(
    r"^```(console|diff|yaml)\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL
)
BEGUN_FROM = "2026.11.1"
ELLIPSIS = "..."
REMOVAL = "$ rm -r "
OTHER_CASES = ("regressions", "quote", "c*_*", "gate", "hardening", "[a-r]*.yaml", "stages_*")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which the version the guide begins from is the newest."""
    (tmp_path / "rules").mkdir()
    shutil.copy("rules/contract.yaml", tmp_path / "rules")
    shutil.copytree(f"rules/{BEGUN_FROM}", tmp_path / "rules" / BEGUN_FROM)
    # Those that the guide's rule is about: all of them are compared by `make golden` anyway.
    shutil.copytree("golden", tmp_path / "golden", ignore=shutil.ignore_patterns(*OTHER_CASES))
    return tmp_path


def files_in(project: Path) -> dict[Path, bytes]:
    """The rules and the cases as they stand."""
    files = [path for name in ("rules", "golden") for path in (project / name).rglob("*")]
    return {path: path.read_bytes() for path in files if path.is_file()}


def make_edit(block: str) -> None:
    """Apply an edit; the lines that it keeps or takes out must stand there once."""
    head, *lines = block.splitlines()
    file = Path(head.removeprefix("# "))
    old, new = (
        "".join(f"{line[1:]}\n" for line in lines if not line.startswith(sign)) for sign in "+-"
    )
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, block
    file.write_text(text.replace(old, new), encoding="utf-8")


def write_file(block: str) -> None:
    """Write the file that the first line of a block names."""
    name, _, text = block.removeprefix("# ").partition("\n")
    Path(name).write_text(text, encoding="utf-8")


def delete(block: str) -> None:
    """Delete what a block of `rm -r` names; all of it must be there."""
    for name in shlex.split(block.removeprefix(REMOVAL)):
        path = Path(name)
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def commands(block: str) -> Iterator[tuple[list[str], str]]:
    """The arguments of each command with what the guide says is printed."""
    for written in re.split(r"^\$ cortex ", block, flags=re.MULTILINE)[1:]:
        line, _, printed = written.partition("\n")
        yield shlex.split(line), printed


def is_printed(printed: str, expected: str) -> bool:
    pattern = re.escape(expected.strip()).replace(re.escape(ELLIPSIS), r".*")
    return re.fullmatch(pattern, printed.strip(), flags=re.DOTALL) is not None


def follow(kind: str, block: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Do what one block of the guide says, and compare what it says is printed."""
    if kind != "console":
        (make_edit if kind == "diff" else write_file)(block)
    elif block.startswith(REMOVAL):
        delete(block)
    for arguments, expected in commands(block):
        main(arguments)
        told = capsys.readouterr()
        assert is_printed(told.out, expected), f"{arguments}\n{told.out}{told.err}"


def test_a_reader_who_follows_the_guide_sees_what_it_shows_and_leaves_nothing_behind(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = files_in(project)

    with chdir(project):
        for kind, block in BLOCKS:
            follow(kind, block, capsys)

    assert files_in(project) == begun


def test_the_guide_makes_edits_and_runs_commands() -> None:
    kinds = [kind for kind, _ in BLOCKS]

    assert kinds.count("diff") >= 7
    assert kinds.count("console") >= 6
