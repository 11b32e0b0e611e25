"""`cortex test` runs the examples of a draft and says where each failure stands."""

import re
from pathlib import Path

import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode
from tests.unit.api.cli.edited_rules import RELEASED, edit

GREETING = ' match: ["здравствуйте"]'


@pytest.fixture
def version(rules: Path) -> Path:
    return rules / RELEASED


def cortex_test(version: Path, *options: str) -> int:
    return main(["test", str(version), "--rules", str(version.parent), *options])


def test_every_rule_is_listed_with_its_examples(
    version: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cortex_test(version)

    told = capsys.readouterr().out
    assert code == ExitCode.OK
    assert re.search(r"^qualify\.number_is_part +2 match, 1 no_match$", told, re.MULTILINE)
    assert told.rstrip().endswith(" 0 failed")


def test_a_failure_stands_at_the_place_of_its_example(
    version: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    respond = version / "respond.yaml"
    edit(respond, old=GREETING, new=' match: ["продам"]')

    code = cortex_test(version)

    told = capsys.readouterr().out
    assert code == ExitCode.FAILED
    line = respond.read_text(encoding="utf-8").splitlines().index('      match: ["продам"]') + 1
    assert f"  {respond}:{line}:15 EXAMPLE_FAILED" in told
    assert re.search(r"^respond\.greeting +1 match, 1 no_match, 1 FAILED$", told, re.MULTILINE)
    assert told.rstrip().endswith(" 1 failed")


def test_an_edited_version_needs_no_seal_to_be_tried(version: Path) -> None:
    edit(version / "respond.yaml", old=GREETING, new=' match: ["здравствуйте", "добрый день"]')

    assert cortex_test(version) == ExitCode.OK


def test_one_rule_can_be_tried_alone(version: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(version / "respond.yaml", old=GREETING, new=' match: ["продам"]')

    code = cortex_test(version, "--rule", "qualify.number_is_*")

    told = capsys.readouterr().out
    assert code == ExitCode.OK
    listed = {line.split()[0] for line in told.splitlines() if "no_match" in line}
    assert listed == {
        "qualify.number_is_part",
        "qualify.number_is_order",
        "qualify.number_is_phone",
    }


def test_rules_that_lack_an_example_are_named(
    version: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(version / "respond.yaml", old=f"{GREETING}\n", new="\n")

    cortex_test(version, "--rule", "respond.*")

    told = capsys.readouterr().out
    assert "without a `match` example: respond.greeting\n" in told
    assert "without a `no_match` example: respond.unknown\n" in told


def test_the_newest_version_is_tried_when_none_is_named(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new-version", RELEASED, "2999.1.1", "--rules", str(rules)])
    edit(rules / "2999.1.1" / "respond.yaml", old=GREETING, new=' match: ["продам"]')

    code = main(["test", "--rules", str(rules)])

    assert code == ExitCode.FAILED
    assert f"{rules / '2999.1.1' / 'respond.yaml'}:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["--rule", "nothing.*"], "RULE_UNKNOWN"),
        (["nowhere"], "RULESET_UNKNOWN"),
        (["--rules", "nowhere"], "RULES_NOT_FOUND"),
    ],
)
def test_what_is_not_there_is_bad_input(
    rules: Path, capsys: pytest.CaptureFixture[str], argv: list[str], expected: str
) -> None:
    code = main(["test", "--rules", str(rules), *argv])

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith(f"{expected} ")


def test_a_mistake_in_a_file_is_told_with_its_place(
    version: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (version / "quote.yaml").write_text("ruleset: [", encoding="utf-8")

    code = cortex_test(version)

    assert code == ExitCode.BAD_INPUT
    assert f"{version / 'quote.yaml'}:2:1 YAML_SYNTAX" in capsys.readouterr().err
