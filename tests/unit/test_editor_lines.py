"""The first line by which an editor finds the schema of a data file: true, and kept by commands."""

from pathlib import Path

import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode
from tests.unit.api.cli.sealed_rules import sealed_copy

ROOT = Path(__file__).parents[2]
LINE = "# yaml-language-server: $schema="
NAMED = {
    "contract.yaml": "contract",
    "lexicon.ru.yaml": "lexicon",
    "part_numbers.yaml": "part-numbers",
    "replies.ru.yaml": "replies",
}
LINED = [
    path
    for folder in ("rules", "golden")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
    if path.read_text(encoding="utf-8").startswith(LINE)
]


def expected_schema(path: Path) -> Path:
    kind = "golden-case" if "golden" in path.parts else NAMED.get(path.name, "ruleset")
    return ROOT / "schemas" / f"{kind}.schema.json"


def test_each_line_leads_to_the_schema_of_its_file() -> None:
    named = {path: path.read_text(encoding="utf-8").splitlines()[0] for path in LINED}
    astray = [
        path
        for path, line in named.items()
        if (path.parent / line.removeprefix(LINE)).resolve() != expected_schema(path)
    ]

    assert astray == []


@pytest.fixture
def lined(tmp_path: Path) -> Path:
    """A ruleset of the released version that begins with the line."""
    rules = sealed_copy(tmp_path / "rules")
    file = rules / "2026.11.1" / "qualify.yaml"
    text = file.read_text(encoding="utf-8").removeprefix(LINE)
    file.write_text(f"{LINE}../../schemas/ruleset.schema.json\n{text}", encoding="utf-8")
    return file


def test_a_new_version_keeps_the_line(lined: Path) -> None:
    rules = lined.parents[1]

    code = main(["new-version", "2026.11.1", "2999.1.1", "--rules", str(rules)])

    copied = (rules / "2999.1.1" / "qualify.yaml").read_text(encoding="utf-8")
    assert code == ExitCode.OK
    assert copied.startswith(LINE)


def test_formatting_leaves_the_line_at_the_top(lined: Path) -> None:
    code = main(["fmt", str(lined), "--force"])

    assert code == ExitCode.OK
    assert lined.read_text(encoding="utf-8").startswith(LINE)
