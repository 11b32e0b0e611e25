"""`cortex eval` decides by the rules on disk and says why."""

from pathlib import Path

import orjson
import pytest

from api.cli import main
from api.cli.exit_codes import ExitCode


def test_a_message_is_decided_by_the_rules_as_delivered_and_explained(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["eval", "нужен 06A115561B"])

    told = capsys.readouterr().out
    assert code == ExitCode.OK
    assert "intent     OEM_QUERY" in told
    assert "stage      NEW -> PRICING" in told
    assert "fired\n  qualify.oem_query" in told
    assert "near misses" in told


def test_a_pending_question_is_answered_by_one_word(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pending = ["--pending", "number_type:61217726563"]

    main(["eval", "деталь", *pending, "--rules", str(rules), "--json"])

    document = orjson.loads(capsys.readouterr().out)
    assert document["decision"]["intent"] == "OEM_QUERY"
    assert document["decision"]["part_numbers"] == ["61217726563"]
    assert document["trace"]["near_misses"]


@pytest.mark.parametrize(
    ("option", "value", "silent"),
    [
        ("--author", "manager", "MANUAL"),
        ("--mode", "manual", "MANUAL"),
        ("--lead-status", "disabled", "DISABLED"),
    ],
)
def test_what_silences_the_bot_can_be_tried_out(
    rules: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, silent: str
) -> None:
    main(["eval", "нужен 06A115561B", option, value, "--rules", str(rules)])

    told = capsys.readouterr().out
    assert f"silent     {silent}" in told
    assert "reply" not in told.partition("ruleset")[0]


def test_the_second_pass_can_be_tried_out_with_a_lookup(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["eval", "нужен 06A115561B", "--lookup", "empty", "--rules", str(rules)])

    told = capsys.readouterr().out
    assert "quote.no_offers" in told
    assert "operator   takes over" in told


@pytest.mark.parametrize(
    "argv",
    [
        ["eval"],
        ["eval", "текст", "--jsonl"],
        ["eval", "текст", "--stage", "NOWHERE"],
        ["eval", "текст", "--pending", "61217726563"],
        ["eval", "текст", "--pending", "colour:61217726563"],
    ],
)
def test_options_that_make_no_sense_are_bad_input(
    rules: Path, capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    code = main([*argv, "--rules", str(rules)])

    assert code == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("USAGE ")


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["--rules", "nowhere"], "RULES_NOT_FOUND"),
        (["--version", "2020.1.1"], "RULESET_UNKNOWN"),
    ],
)
def test_rules_that_are_not_there_are_bad_input(
    rules: Path, capsys: pytest.CaptureFixture[str], argv: list[str], expected: str
) -> None:
    code = main(["eval", "текст", "--rules", str(rules), *argv])

    assert code == ExitCode.BAD_INPUT
    assert expected in capsys.readouterr().err


def broken_quote(rules: Path) -> Path:
    quote = max(rules.glob("*/quote.yaml"))
    quote.write_text("ruleset: [", encoding="utf-8")
    return quote


def test_a_mistake_in_the_rules_is_told_with_its_place(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quote = broken_quote(rules)

    code = main(["eval", "текст", "--rules", str(rules)])

    assert code == ExitCode.FAILED
    assert f"{quote}:2:1 YAML_SYNTAX" in capsys.readouterr().err


@pytest.mark.parametrize("asked", ["текст", "--jsonl"])
def test_an_older_version_does_not_answer_for_a_broken_newest_one(
    rules: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    main(["new-version", "2999.1.1", "--rules", str(rules)])
    quote = broken_quote(rules)
    capsys.readouterr()

    code = main(["eval", asked, "--rules", str(rules)])

    told = capsys.readouterr()
    assert code == ExitCode.FAILED
    assert told.out == ""
    assert f"{quote}:2:1 YAML_SYNTAX" in told.err


def test_a_good_version_answers_when_it_is_asked_for_by_name(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = next(rules.glob("*/manifest.yaml")).parent.name
    main(["new-version", "2999.1.1", "--rules", str(rules)])
    broken_quote(rules)

    code = main(["eval", "здравствуйте", "--version", good, "--rules", str(rules)])

    assert code == ExitCode.OK
    assert f"ruleset    {good} " in capsys.readouterr().out
