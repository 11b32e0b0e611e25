"""`cortex explain` tells phase by phase what rules made of a message, or all about one rule."""

from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode
from tests.unit.api.cli.edited_rules import RELEASED, edit

NUMBER = "нужен 06A115561B"
Explain = Callable[..., list[str]]


@pytest.fixture
def explain(rules: Path, capsys: pytest.CaptureFixture[str]) -> Explain:
    def explained(text: str, *options: str) -> list[str]:
        code = main(["explain", text, "--version", RELEASED, "--rules", str(rules), *options])
        assert code == ExitCode.OK
        return capsys.readouterr().out.splitlines()

    return explained


def section(lines: list[str], title: str) -> list[str]:
    """The lines after the one that begins with the title, as far as they are indented."""
    start = next(n for n, line in enumerate(lines) if line.startswith(title))
    rest = lines[start + 1 :]
    end = next((n for n, line in enumerate(rest) if not line.startswith(" ")), len(rest))
    return rest[:end]


def test_each_phase_tells_what_fired_why_and_what_it_says(explain: Explain) -> None:
    told = section(explain(NUMBER), "classify: 1 fired")

    assert told[0].startswith("  qualify.oem_query  ")
    assert told[1:3] == [
        "      as part_numbers_count is 1, lost_phrase is false",
        "      says intent: OEM_QUERY, confidence: 0.95",
    ]


def test_a_rule_that_lost_stands_with_its_winner(explain: Explain) -> None:
    told = section(explain(NUMBER), "classify:")

    lost = told.index("  lost to qualify.oem_query")
    assert told[lost + 1].startswith("    qualify.unknown  ")


def test_a_near_miss_names_what_it_lacks(explain: Explain) -> None:
    told = section(explain(NUMBER), "classify:")

    near = told[told.index("  near misses") :]
    place = next(n for n, line in enumerate(near) if "qualify.greeting" in line)
    assert near[place + 1].strip() == "needs greeting: true (is false)"


def test_phases_that_a_silent_gate_skips_are_told(explain: Explain) -> None:
    told = explain(NUMBER, "--author", "manager")

    assert "classify: did not run, for the gate is silent" in told
    assert any(line.startswith("harden: ") for line in told)


def test_one_rule_is_told_with_all_its_conditions_and_what_it_lacks(explain: Explain) -> None:
    told = explain("06A115561B уже не нужен", "--rule", "qualify.oem_query")

    assert told[0] == "qualify.oem_query: did not fire"
    assert section(told, "all of") == ["  ok  part_numbers_count: gte 1  (is 1)"]
    assert section(told, "unless") == ["  NO  not lost_phrase: true  (is true)"]
    assert section(told, "to fire it lacks")[0] == "  not lost_phrase: true"


def test_alternatives_of_which_none_holds_are_lacking_together(explain: Explain) -> None:
    told = explain("06A115561B уже не нужен", "--rule", "qualify.another_number_wanted")

    assert len(section(told, "any of")) == 3
    assert section(told, "to fire it lacks")[0] == (
        "  wants_part: true or asks_price: true or asks_stock: true"
    )


def test_a_rule_that_holds_and_loses_lacks_only_a_better_priority(explain: Explain) -> None:
    told = explain(NUMBER, "--rule", "qualify.unknown")

    (lacking,) = section(told, "to fire it lacks")
    assert lacking.startswith("  a priority under 200: qualify.oem_query ")


def test_a_rule_that_fired_says_so(explain: Explain) -> None:
    told = explain(NUMBER, "--rule", "qualify.oem_query")

    assert told[0] == "qualify.oem_query: fired"
    assert told[-1] == "nothing kept it from firing"


def test_a_fact_of_an_earlier_phase_is_told_with_the_phase(explain: Explain) -> None:
    told = explain("здравствуйте", "--rule", "quote.look_up")

    assert "  NO  intent: OEM_QUERY  (is SMALL_TALK, set by classify)" in told


@pytest.mark.parametrize("form", ["pending_clarification: {kind: brand, number: '01089'}", "JSON"])
def test_the_dialog_may_come_from_a_file(explain: Explain, tmp_path: Path, form: str) -> None:
    file = tmp_path / "session.yaml"
    json = '{"pending_clarification": {"kind": "brand", "number": "01089"}}'
    file.write_text(json if form == "JSON" else form, encoding="utf-8")

    told = explain("febi", "--session", str(file), "--rule", "qualify.brand_is_named")

    assert told[0] == "qualify.brand_is_named: fired"


def test_a_draft_can_be_explained_before_it_is_sealed(rules: Path, explain: Explain) -> None:
    old = "all: [{part_numbers_count: {gte: 1}}]"
    edit(rules / RELEASED / "qualify.yaml", old=old, new="all: [{part_numbers_count: {gte: 2}}]")

    told = explain(NUMBER, "--rule", "qualify.oem_query")

    assert section(told, "to fire it lacks")[0] == "  part_numbers_count: gte 2"


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["--rule", "qualify.oem_qery"], "RULE_UNKNOWN"),
        (["--stage", "NOWHERE"], "USAGE"),
        (["--session", "nowhere.yaml"], "SESSION_NOT_FOUND"),
        (["--version", "2020.1.1"], "RULESET_UNKNOWN"),
    ],
)
def test_what_is_not_there_is_bad_input(
    rules: Path, capsys: pytest.CaptureFixture[str], argv: list[str], expected: str
) -> None:
    code = main(["explain", NUMBER, "--rules", str(rules), "--version", RELEASED, *argv])

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith(f"{expected} ")


def test_a_mistake_in_the_dialog_is_told_with_its_place(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "session.yaml"
    file.write_text("stage: NEW\nmod: auto\n", encoding="utf-8")

    code = main(["explain", NUMBER, "--rules", str(rules), "--session", str(file)])

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith(f"{file}:2:1 UNKNOWN_KEY")
