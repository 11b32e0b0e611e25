"""The guide for rule authors, followed to the letter: edits apply, answers are the real ones."""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from shutil import copy, copytree

from api.cli import main

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "rule-author-guide.md"
RELEASED = "2026.11.1"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
ANYTHING = "..."


def blocks(kind: str) -> list[str]:
    return [body for name, body in steps() if name == kind]


def steps() -> list[tuple[str, str]]:
    return BLOCK.findall(GUIDE.read_text(encoding="utf-8"))


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with the lines it is said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *printed = part.rstrip("\n").split("\n")
        yield command, printed


def printed_by(command: str) -> list[str]:
    program, *arguments = shlex.split(command)
    assert program == "cortex"
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(arguments)
    return out.getvalue().rstrip("\n").split("\n")


def as_said(expected: list[str]) -> re.Pattern[str]:
    """`...` on a line of its own is any lines, at the end of a line the rest of it."""
    parts = [
        r"(?:.*\n)*?"
        if line == ANYTHING
        else re.escape(line.removesuffix(ANYTHING)) + (".*" * line.endswith(ANYTHING)) + r"\n"
        for line in expected
    ]
    return re.compile("".join(parts))


def apply_edit(block: str) -> None:
    head, *lines = block.rstrip("\n").split("\n")
    old = "\n".join(line[1:] for line in lines if line.startswith("-"))
    new = "\n".join(line[1:] for line in lines if line.startswith("+"))
    file = Path(head.removeprefix("--- "))
    text = file.read_text(encoding="utf-8")
    assert text.count(f"{old}\n") == 1, f"{file} does not hold once:\n{old}"
    file.write_text(text.replace(f"{old}\n", f"{new}\n"), encoding="utf-8")


def write_file(block: str) -> None:
    name, _, text = block.partition("\n")
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def run_commands(block: str) -> None:
    for command, expected in commands(block):
        printed = printed_by(command)
        said = as_said(expected)
        assert said.fullmatch("".join(f"{line}\n" for line in printed)), (
            f"$ {command}\n" + "\n".join(printed)
        )


def a_project(folder: Path) -> Path:
    """The contract and the released version alone: what the guide starts from never changes."""
    (folder / "rules").mkdir()
    copy(ROOT / "rules" / "contract.yaml", folder / "rules")
    copytree(ROOT / "rules" / RELEASED, folder / "rules" / RELEASED)
    (folder / "golden").mkdir()
    copy(ROOT / "golden" / "suite.yaml", folder / "golden")
    (folder / "golden" / "accepted.json").write_text("{}\n", encoding="utf-8")
    return folder


def test_every_step_of_the_guide_does_what_it_says(tmp_path: Path) -> None:
    do = {"console": run_commands, "diff": apply_edit, "file": write_file}

    with contextlib.chdir(a_project(tmp_path)):
        for kind, body in steps():
            if kind in do:
                do[kind](body)

    assert len(blocks("console")) > 5


def test_a_schema_that_the_guide_names_is_there() -> None:
    (modeline,) = blocks("yaml")
    schema = modeline.strip().partition("$schema=")[2]

    assert (ROOT / "rules" / RELEASED / schema).resolve().is_file()
